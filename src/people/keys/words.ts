import type { Wording } from '../../kit/words/index.ts';

export const english = {
  notEnough: (scope: string) =>
    scope === 'none'
      ? 'An access key is not enough for this request. Sign in.'
      : `The access key doesn't have the scope ${scope}. Create one that does.`,
  /** What a key can be for. */
  scopes: {
    'account:read': 'Read your account details, such as your username',
    'data:read': 'Read your data',
    'data:write': 'Change your data',
  },
  /** What it can do at an API. */
  at: (api: string, meaning: string) => `${api}: ${meaning}`,
  noSuchScope: "A key can't be for this. `GET /api/me/keys` lists the scopes that there are.",
  noSuchKey: 'Your account has no access key of this ID.',
  problems: {
    invalid: {
      title: 'This access key does not work',
      meaning: 'The key is mistyped, has expired, or was revoked.',
      remedy: 'Check that the whole key is sent. If it has expired, create a new one on the account page.',
    },
    notEnough: {
      title: 'The access key is not enough',
      meaning:
        'Keys open only requests that say so, with the scope that they name. No key can create keys, change how someone signs in, or delete the account.',
      remedy: 'Create a key with this scope, or send the request with a session.',
    },
    noSuchScope: {
      title: 'No such scope',
      meaning: "A key can't be for this: neither this server nor a resource of its operator has the scope.",
      remedy: 'Choose from the scopes that `GET /api/me/keys` lists.',
    },
    tooMany: {
      title: 'Too many access keys',
      meaning: 'An account can have up to 50 access keys.',
      remedy: 'Revoke a key that is no longer used.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly keys: Wording<typeof english>;
  }
}
