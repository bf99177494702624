import type { Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Sign-in and security',
  /** What stands between the account and a stranger. */
  factors: { two: 'Two-step verification on', password: 'Password only', email: 'Email only' },
  /** For an account that is opened by its password. */
  ofPassword: {
    protected: "Someone who learns your password still can't sign in.",
    alone: 'Add a second step to protect your account if someone learns your password.',
  },
  /** For an account without a password. */
  ofEmail: {
    protected: "Someone with access to your email still can't sign in.",
    alone: 'Anyone with access to your email can sign in. Add a second step to keep them out.',
  },
  setUp: {
    title: (thing: string) => `Set up ${thing}`,
    toAccount: 'Your account',
    leave: 'Not now',
  },
  problems: {
    noSecondFactor: {
      title: 'No second factor to recover',
      meaning: "Recovery codes replace a lost second factor, and this account doesn't have one.",
      remedy:
        'Set up an authenticator app (POST /api/me/totp) or a passkey first; recovery codes come with it.',
      onPage: 'Set up an authenticator app or a passkey first. Recovery codes come with it.',
    },
    secondFactorRequired: {
      title: 'This account must keep a second factor',
      meaning: 'This account must have a second factor, and this is its last one.',
      remedy:
        'Add an authenticator app (POST /api/me/totp) or another passkey (POST /api/me/passkeys/options), then remove this one.',
      onPage: 'Add an authenticator app or another passkey, then remove this one.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly security: Wording<typeof english>;
  }
}
