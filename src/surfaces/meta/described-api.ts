import { type DescribedApi, notFound } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { attemptCookieName } from '../../login/index.ts';
import { proofRequired } from '../../login/prove/index.ts';
import { keyInvalid, keyNotEnough } from '../../people/keys/index.ts';
import {
  adminSecondFactorMissing,
  notPermitted,
  type Permission,
  permissionKinds,
} from '../../people/roles/index.ts';
import { notSignedIn, sessionCookieName } from '../../people/sessions/index.ts';

/** The sections of the reference, in the order in which somebody needs them. */
const tags: DescribedApi['tags'] = [
  {
    name: 'Log in',
    description:
      'Create an account, log in and log out. An answer with `"status": "complete"` has a session; one with `"status": "more"` needs a login step first.',
  },
  {
    name: 'Login steps',
    description:
      'Finish a login that answered `"status": "more"`. Answer one of the steps in `next` within ten minutes, with the `attempt` and, in a program, its `token`. Each answer is `complete` or `more` again.',
  },
  {
    name: 'Data',
    description:
      "Read and write the account's JSON document. Send the `ETag` you read as `If-Match` to never overwrite someone else's change.",
  },
  {
    name: 'Account',
    description: 'Find out who sent a request, change the password, and export or delete the account.',
  },
  {
    name: 'Email',
    description:
      "Read, change, verify and remove the account's email address. In development, emails are at `/dev/mailbox`.",
  },
  {
    name: 'Password reset',
    description: 'Choose a new password with a link sent by email.',
  },
  {
    name: 'Second factors',
    description:
      'Add and remove authenticator apps, passkeys and recovery codes. These changes need your identity confirmed in the last ten minutes.',
  },
  {
    name: 'Sessions',
    description: "List the account's sessions, and end them one by one or all at once.",
  },
  {
    name: 'Apps',
    description: 'List the apps that have access to the account, and withdraw it.',
  },
  {
    name: 'Administration',
    description:
      'Manage accounts, roles and this server. Each request names the permission that it needs. It takes a session that was opened with a second factor, and acts take an identity confirmed in the last ten minutes.',
  },
];

const takesTokens = (permission: Permission): boolean => permissionKinds[permission] !== 'person';

const administratorRefused = [notPermitted, adminSecondFactorMissing, proofRequired, notFound];

/** What the reference says of the API as a whole. */
export function describedApi({ config, words }: Pick<Services, 'config' | 'words'>, version: string) {
  const { siteName, publicUrl, links } = config;
  const [, mail] = /^mailto:([^?]+)/.exec(links.support) ?? [];
  const info = {
    title: `${siteName} API`,
    version,
    description: `Sign people up, log them in, and store their data.

A browser gets its session as a cookie. A program sends \`"transport": "bearer"\` when it registers or logs in, and gets a token to send as \`Authorization: Bearer …\`.

A refused request gets \`application/problem+json\`. Decide by its \`code\`: each has a page under \`/problems\`. Any request can also be refused before it reaches a route: 400 \`malformed-request\`, 405 \`method-not-allowed\`, 408 \`request-timeout\`, 413 \`body-too-large\`, 417 \`expectation-failed\` or 431 \`headers-too-large\`.

Send \`Latchkey-Owner: <account.id>\` with a change to have it refused (\`other-account\`) if someone else has signed in to the browser since.`,
    contact: { name: siteName, ...(mail ? { email: mail } : { url: links.support || publicUrl }) },
    license: { name: 'MIT', identifier: 'MIT' },
  };
  const securitySchemes = {
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: sessionCookieName(config),
      description: 'The session of a browser.',
    },
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'The session of a program: the `token` that registering or logging in answered.',
    },
    accessKey: {
      type: 'http',
      scheme: 'bearer',
      description: 'An access key of a program, which must have the scope that the description names.',
    },
    adminToken: {
      type: 'http',
      scheme: 'bearer',
      description: 'A program with a token that an administrator has created for it.',
    },
    attemptCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: attemptCookieName(config),
      description: 'An unfinished login in a browser.',
    },
    attemptBearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'An unfinished login in a program: the `token` that came with `"status": "more"`.',
    },
  };
  return {
    info,
    tags,
    securitySchemes,
    baseUrl: publicUrl,
    strangerRefused: notSignedIn,
    administratorRefused,
    keyRefused: [keyInvalid, keyNotEnough],
    takesTokens,
    words,
  };
}
