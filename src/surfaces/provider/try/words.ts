import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../../kit/words/index.ts';
import type { CheckName } from './check-id-token.ts';
import type { Fault, Prompt } from './choice.ts';
import type { Moment } from './send.ts';

interface Titled {
  readonly title: string;
  readonly lead: string;
}

const prompts: Readonly<Record<Prompt, string>> = {
  '': "Only what's needed",
  login: 'Sign in again (prompt=login)',
  consent: 'Allow it again (prompt=consent)',
  none: 'Show no page (prompt=none)',
};

const faults: Readonly<Record<Fault, string>> = {
  '': 'Nothing',
  redirect: 'Send another redirect address',
  challenge: 'Leave out the code challenge',
  secret: 'Send an incorrect client secret',
  verifier: 'Send an incorrect code verifier',
  code: 'Use the code twice',
  refresh: 'Use a refresh token twice',
};

/** What became of what was done wrong. */
const lessons: Readonly<Record<Exclude<Fault, ''>, string>> = {
  redirect:
    "One slash too many, and nobody is sent anywhere: the address may be somebody else's. The person stays on an error page, and the app is told nothing.",
  challenge:
    'Without a challenge, whoever catches the code can use it. So the browser is sent back with an error before anybody is asked.',
  secret: 'The code alone is worth nothing: only the app that it was issued to can exchange it.',
  verifier:
    "This is what PKCE is for. Somebody who caught the code doesn't know the verifier, because only its hash was sent.",
  code: 'One of the two who used the code must have stolen it. So the second time ends everything that the first time got.',
  refresh:
    'Each refresh token works once. When an old one comes again, somebody has a copy, so everything that was issued for this sign-in ends.',
};

const moments: Readonly<Record<Moment, Titled>> = {
  authorize: {
    title: 'The app asks to sign you in',
    lead: "Sent without your browser, because it would have ended on an error page. Nobody is sent to an address that isn't registered.",
  },
  token: {
    title: 'The app exchanges the code for tokens',
    lead: 'This goes from server to server. The app proves who it is with its secret, and that it made the first request with the code verifier.',
  },
  'token-again': {
    title: 'The app exchanges the same code again',
    lead: 'The same request as before, letter by letter.',
  },
  keys: {
    title: 'The app fetches the public keys',
    lead: "With them, it checks the signature of the ID token by itself. Apps keep the keys and fetch them again when a token names one that they don't know.",
  },
  userinfo: {
    title: 'The app asks who signed in',
    lead: 'With the access token. The scopes decide what the answer holds.',
  },
  introspect: {
    title: 'The app asks whether the token still works',
    lead: 'An app is told about its own tokens only.',
  },
  refresh: {
    title: 'The app gets new tokens',
    lead: 'When the access token runs out, the refresh token gets the next one, and is replaced itself.',
  },
  'refresh-again': {
    title: 'The app uses the same refresh token again',
    lead: 'The same request as before. The token has been replaced since then.',
  },
  revoke: {
    title: 'The app revokes its tokens',
    lead: 'Apps should do this when somebody signs out there. Revoking the refresh token ends everything that was issued for this sign-in.',
  },
  after: {
    title: 'The app asks once more who signed in',
    lead: 'To see whether the newest access token still works.',
  },
};

const parameters: Readonly<Record<string, string>> = {
  client_id: 'Which app asks.',
  redirect_uri: 'Where your browser is sent back to. It must be registered letter by letter.',
  response_type: 'The app wants a code, not tokens in the address.',
  scope: 'What the app wants to know and do.',
  state: 'A random text that only this browser and the app know. It must come back unchanged.',
  nonce: 'A random text that must come back inside the ID token, so that no other token can be slipped in.',
  code_challenge: 'The hash of a random text that the app keeps: its code verifier (PKCE).',
  code_challenge_method: 'The hash is SHA-256.',
  prompt: 'What you are asked again, or that no page is shown.',
  resource: 'The API that the access token is for.',
};

const returned: Readonly<Record<string, string>> = {
  code: 'Works once, for a minute, and only for this app.',
  state: 'The text that was sent, so this answer belongs to what this browser began.',
  iss: 'Which server answers. An app that knows several can tell them apart.',
  error: 'Why there is no code, in a word of the standard.',
  error_description: 'The same for whoever builds the app.',
};

const claims: Readonly<Record<string, string>> = {
  iss: 'Issuer: who made the token.',
  sub: 'Subject: the ID of your account. It never changes, so apps know you by it.',
  aud: 'Audience: whom the token is for.',
  azp: 'Authorized party: who asked for it.',
  client_id: 'The app that asked for it.',
  scope: 'What it may be used for.',
  exp: 'When it runs out.',
  iat: 'When it was made.',
  jti: 'The ID of the token.',
  auth_time: 'When you signed in here.',
  nonce: 'The text that the app sent with the first request.',
  acr: 'How sure this server is: aal:1 for one factor, aal:2 for two.',
  amr: 'How you signed in: pwd for a password, otp for a code, hwk for a passkey.',
  sid: 'The session, so that the app can be told when you sign out.',
  at_hash: 'Half the hash of the access token that came along, so that neither can be swapped.',
  alg: 'How it is signed.',
  kid: 'Which of the public keys fits.',
  typ: 'What kind of token it is.',
};

const checks: Readonly<Record<CheckName, string>> = {
  signature: 'It was signed with a key of this server.',
  issuer: 'It was made by this server.',
  audience: 'It was made for this app.',
  time: "It hasn't expired.",
  nonce: 'It answers the request that this browser made.',
};

export const english = {
  title: 'Try an app sign-in',
  eyebrow: 'Development',
  start: {
    lead: 'Sign in to a small demo app. Then see every request, answer and token, with what this server noted beside it.',
    steps: [
      'The app sends your browser to this server, with a request.',
      'You sign in and allow access, on the same pages as everyone.',
      'The app exchanges the code that came back for tokens.',
      'It checks the ID token, asks who you are, renews its tokens, and revokes them.',
    ],
    elsewhere: (page: ComponentChild): Rich => [
      'The app sends you back to the public address of this server, and you opened another. Go to ',
      page,
      ' instead.',
    ],
    fine: 'The app and this page exist in development mode only.',
    metadata: 'What apps can look up about this server',
  },
  form: {
    scopes: 'Scopes',
    openid: 'openid: who you are (always)',
    scope: {
      profile: 'profile: your username',
      email: 'email: your verified email address',
      offline_access: 'offline_access: keep access after you sign out',
    },
    prompt: "What you're asked",
    resource: 'The access token is for',
    here: 'This server',
    fault: 'Break it on purpose',
    faultHint: 'See how a mistake or an attack is refused, and what the trail says.',
    start: 'Start',
    again: 'Run it again',
  },
  prompts,
  faults,
  result: {
    title: 'What the app saw',
    signedIn: 'Signed in.',
    signedInAs: (username: ComponentChild): Rich => ['Signed in as ', username, '.'],
    over: 'Everything on this page has been revoked or used up, so it opens nothing anymore.',
    overBut: (seconds: string) =>
      `The access token for the API works until it expires: ${seconds} seconds after it was made. Everything else has been revoked.`,
    expected: 'Refused, as it should be',
    refused: 'Refused',
    lessons,
    sent: {
      title: 'The app sends your browser here',
      lead: 'Everything goes into the address, so nothing in it is a secret.',
    },
    meanwhile: {
      title: 'This server takes over',
      lead: 'What it noted until your browser was sent back. Each part has a support code.',
    },
    back: {
      title: 'Your browser comes back to the app',
      lead: 'Before it uses the code, the app checks that the answer belongs to what this browser began.',
      leadRefused: 'Instead of a code, the app gets an error.',
    },
    get: (path: string) => `GET ${path}`,
    page: 'See the page that a person gets',
    request: 'Request',
    answer: 'Answer',
    noted: 'What this server noted',
    nothingNoted: 'Nothing. Only refusals and new tokens leave a trail here.',
    idToken: {
      title: 'The app reads the ID token',
      lead: 'It has three parts with dots between them. The app checks all of this before it believes what the token says.',
      checks: 'Checks',
      header: 'Header',
      claims: 'Claims',
    },
    accessToken: {
      title: 'The API reads the access token',
      lead: 'An API checks it by itself, with the same public keys.',
    },
    passed: 'Passed: ',
    failed: 'Failed: ',
    unknown: 'Asked for by a scope.',
  },
  moments,
  parameters,
  returned,
  claims,
  checks,
  lost: {
    none: {
      title: 'Nothing was begun in this browser',
      lead: 'An answer for the demo app came, but this browser began no sign-in within the last hour, or began it at another address of this server.',
    },
    state: {
      title: "This answer isn't for you",
      lead: 'Its state is not the one that the demo app gave this browser. Somebody may have sent you a link with their own code, to have you signed in as them. The app ignores it.',
    },
    again: 'Start over',
  },
};

declare module '../../../kit/words/index.ts' {
  interface Words {
    readonly tryApp: Wording<typeof english>;
  }
}
