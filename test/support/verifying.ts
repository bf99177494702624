import type { Factor } from '../../src/factors/factor.ts';
import { factors } from '../../src/factors/index.ts';
import { minutes, seconds } from '../../src/kit/duration.ts';
import type { TestApp } from './app.ts';
import {
  type Authenticator,
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
} from './authenticator.ts';
import type { Answer, Browser } from './browser-of.ts';
import { freshAddress, loginCodeTo, proveAddress } from './mails.ts';
import { freshName, goodPassword, otherPassword } from './names.ts';
import { addressPerson } from './no-password.ts';
import { setUpTotp } from './second-factors.ts';
import { totpCode } from './totp-codes.ts';

/** Somebody with a session, and how they verify that it is theirs. */
export interface Holder {
  readonly self: Browser;
  /** What their account asks of a verification. */
  readonly needs: 1 | 2;
  /** The names of what would do. */
  readonly factors: readonly string[];
  verify(): Promise<Answer>;
  readonly hasApp: boolean;
  readonly hasPasskey: boolean;
}

const reauthenticate = '/api/reauthenticate';

export const byPassword = (self: Browser) => self.post(reauthenticate, { password: goodPassword });

const byApp = (app: TestApp, self: Browser, secret: string) =>
  self.post(reauthenticate, { factor: 'totp', code: totpCode(secret, app.clock()) });

/** With the challenge that a refusal or an empty request hands out. */
async function byPasskey(self: Browser, authenticator: Authenticator): Promise<Answer> {
  const { next = [] } = (await self.post(reauthenticate, {})).body;
  const offer = next.find(({ factor }) => factor === 'passkey');
  const response = authenticator.get(offer?.options as RequestOptions);
  return self.post(reauthenticate, { factor: 'passkey', response });
}

async function register(app: TestApp): Promise<{ self: Browser; username: string }> {
  const self = app.browser();
  const username = freshName();
  await self.register(username, goodPassword);
  return { self, username };
}

async function withPasskey(self: Browser): Promise<Authenticator> {
  const authenticator = softwareAuthenticator();
  const { body } = await self.post('/api/me/passkeys/options');
  const response = authenticator.create(body as unknown as CreationOptions);
  const added = await self.post('/api/me/passkeys', { response });
  if (added.status !== 201) throw new Error(added.text);
  return authenticator;
}

const none = { hasApp: false, hasPasskey: false } as const;

/** One of each kind of account. Their sessions have just been opened, or have just proved a new factor. */
export const holders: Readonly<Record<string, (app: TestApp) => Promise<Holder>>> = {
  async 'a password only'(app) {
    const { self } = await register(app);
    return { self, ...none, needs: 1, factors: ['password'], verify: () => byPassword(self) };
  },
  async 'an authenticator app'(app) {
    const { self } = await register(app);
    const { secret } = await setUpTotp(app, self);
    const verify = () => byApp(app, self, secret);
    return { self, ...none, hasApp: true, needs: 2, factors: ['totp', 'recovery-code'], verify };
  },
  async 'a passkey'(app) {
    const { self } = await register(app);
    const authenticator = await withPasskey(self);
    const verify = () => byPasskey(self, authenticator);
    return { self, ...none, hasPasskey: true, needs: 2, factors: ['passkey', 'recovery-code'], verify };
  },
  async 'a recovery code in the place of a lost app'(app) {
    const { self } = await register(app);
    const { codes } = await setUpTotp(app, self);
    const verify = () => self.post(reauthenticate, { factor: 'recovery-code', code: codes.pop() });
    return { self, ...none, hasApp: true, needs: 2, factors: ['totp', 'recovery-code'], verify };
  },
  async 'a login by a code from a mail'(app) {
    const { self, username } = await register(app);
    const address = await proveAddress(app, self, freshAddress());
    const { attempt } = (await self.post('/api/login', { username })).body;
    const code = await loginCodeTo(app, address);
    const opened = await self.post(`/api/login/${attempt}/email-code`, { code });
    if (opened.body.status !== 'complete') throw new Error(opened.text);
    return { self, ...none, needs: 1, factors: ['password'], verify: () => byPassword(self) };
  },
  async 'a login by a code from a mail, and an app'(app) {
    const { self, username } = await register(app);
    const { secret } = await setUpTotp(app, self);
    const address = await proveAddress(app, self, freshAddress());
    const { attempt } = (await self.post('/api/login', { username })).body;
    await self.post(`/api/login/${attempt}/email-code`, { code: await loginCodeTo(app, address) });
    const opened = await self.post(`/api/login/${attempt}/totp`, { code: totpCode(secret, app.clock()) });
    if (opened.body.status !== 'complete') throw new Error(opened.text);
    app.clock.advance(seconds(30));
    const verify = () => byApp(app, self, secret);
    return { self, ...none, hasApp: true, needs: 2, factors: ['totp', 'recovery-code'], verify };
  },
};

/** Somebody with a verified address alone. */
export async function addressHolder(app: TestApp): Promise<Holder> {
  const { self, email } = await addressPerson(app);
  const verify = async () => {
    await self.post(reauthenticate, { factor: 'email-code' });
    return self.post(reauthenticate, { factor: 'email-code', code: await loginCodeTo(app, email) });
  };
  return { self, ...none, needs: 1, factors: ['email-code'], verify };
}

/** Holders whose session is of another kind, each with an app. */
interface FurtherHolder extends Holder {
  readonly password: string;
  /** It holds a bearer token, which opens the API alone. */
  readonly isProgram: boolean;
}

/** Sends the bearer token with everything, and takes over each new one. */
function withToken(browser: Browser, first: string): Browser {
  let token = first;
  const send: Browser['send'] = async (method, url, body, extras) => {
    const headers = { ...extras?.headers, authorization: `Bearer ${token}` };
    const answer = await browser.send(method, url, body, { ...extras, headers });
    token = answer.headers['latchkey-token'] ?? token;
    return answer;
  };
  return {
    ...browser,
    send,
    get: (url, extras) => send('GET', url, undefined, extras),
    post: (url, body, extras) => send('POST', url, body, extras),
  };
}

const appAsked = { ...none, hasApp: true, needs: 2, factors: ['totp', 'recovery-code'] } as const;

export const furtherHolders: Readonly<Record<string, (app: TestApp) => Promise<FurtherHolder>>> = {
  async 'a bearer token'(app) {
    const { self: owner, username } = await register(app);
    const { secret } = await setUpTotp(app, owner);
    const program = app.browser();
    const begun = await program.login(username, goodPassword, { transport: 'bearer' });
    const headers = { authorization: `Bearer ${begun.body.token}` };
    const code = totpCode(secret, app.clock());
    const opened = await program.post(`/api/login/${begun.body.attempt}/totp`, { code }, { headers });
    if (opened.body.token === undefined) throw new Error(opened.text);
    app.clock.advance(seconds(30));
    program.jar.clear();
    const self = withToken(program, opened.body.token);
    const verify = () => byApp(app, self, secret);
    return { self, ...appAsked, password: goodPassword, isProgram: true, verify };
  },
  async 'an account of the workshop, whose password is weak'(app) {
    const self = app.browser();
    const [username, password] = [freshName(), 'insecure'];
    const made = await self.post(`/register?username=${username}&password=${password}`);
    const opened = await self.login(username, password);
    if (opened.body.status !== 'complete') throw new Error(made.text + opened.text);
    const { secret } = await setUpTotp(app, self);
    const verify = () => byApp(app, self, secret);
    return { self, ...appAsked, password, isProgram: false, verify };
  },
};

/** An act that is sensitive, the route that it is, and what an honest owner is answered. */
export interface SensitiveAct {
  readonly route: string;
  act(holder: Holder): Promise<Answer>;
  /** Undefined where any answer will do that asks for no verification. */
  done(holder: Holder): number | undefined;
}

/** An address with ids that nothing has, and the provider that there is. */
const filledIn = (path: string) => path.replace(':id', 'no-such-id').replace(':provider', 'example');

function api(route: string, done: SensitiveAct['done'], body?: () => unknown): SensitiveAct {
  const [method, path = ''] = route.split(' ') as ['POST' | 'PUT' | 'DELETE' | 'GET' | 'PATCH', string];
  const url = filledIn(path);
  return { route, done, act: ({ self }) => self.send(method, url, body?.()) };
}

function page(path: string, done: SensitiveAct['done'], form: () => Record<string, string> = () => ({})) {
  const act: SensitiveAct['act'] = ({ self }) => self.submit(filledIn(path), form());
  return { route: `POST ${path}`, act, done };
}

const unless = (has: 'hasApp' | 'hasPasskey', yes: number, no: number) => (holder: Holder) =>
  holder[has] ? yes : no;
const always = (status: number) => () => status;
const madeUp = () => ({
  response: softwareAuthenticator().create({ rp: {}, user: { id: 'x' }, challenge: 'x' }),
});
const passwords = () => ({ currentPassword: goodPassword, newPassword: otherPassword });

/** Each act on factors, password, address, recovery codes, deletion and export, over the API and on the pages. */
const knownActs: readonly SensitiveAct[] = [
  api('POST /api/me/totp', unless('hasApp', 409, 200)),
  api('POST /api/me/totp/confirm', always(409), () => ({ code: '123456' })),
  api('DELETE /api/me/totp', unless('hasApp', 204, 404)),
  api('POST /api/me/passkeys/options', always(200)),
  api('POST /api/me/passkeys', always(422), madeUp),
  api('PATCH /api/me/passkeys/:id', always(404), () => ({ name: 'mine' })),
  api('DELETE /api/me/passkeys/:id', always(404)),
  api('POST /api/me/recovery-codes', ({ needs }) => (needs === 2 ? 200 : 409)),
  api('PUT /api/me/email', always(202), () => ({ email: freshAddress() })),
  api('DELETE /api/me/email', always(204)),
  api('POST /api/me/password', always(204), passwords),
  api('DELETE /api/me', always(204), () => ({ password: goodPassword })),
  api('GET /api/me/export', always(200)),
  {
    route: 'POST /api/me/identities/:id',
    act: ({ self }) => self.post('/api/me/identities/example', {}),
    done: always(200),
  },
  api('DELETE /api/me/identities/:id', always(404)),
  page('/account/identities/:provider/connect', always(200)),
  page('/account/identities/:id/remove', always(303)),
  api('POST /api/me/keys', always(201), () => ({ name: 'backup', scopes: ['data:read'] })),
  { route: 'GET /account/keys/new', act: ({ self }) => self.get('/account/keys/new'), done: always(200) },
  page('/account/keys/new', always(200), () => ({ name: 'backup', scopes: 'data:read' })),
  { route: 'GET /account/export', act: ({ self }) => self.get('/account/export'), done: always(200) },
  {
    route: 'GET /account/security/totp',
    act: ({ self }) => self.get('/account/security/totp'),
    done: always(303),
  },
  page('/account/security/totp', always(303)),
  page('/account/security/totp/confirm', always(409), () => ({ code: '123456' })),
  page('/account/security/totp/remove', always(303)),
  page('/account/security/passkeys/:id/rename', always(303), () => ({ name: 'mine' })),
  page('/account/security/passkeys/:id/remove', always(303)),
  page('/account/security/recovery-codes', ({ needs }) => (needs === 2 ? 200 : 409)),
  page('/account/email', always(303), () => ({ email: freshAddress() })),
  page('/account/email/remove', always(303)),
  page('/account/password', always(303), passwords),
  page('/account/delete', always(303), () => ({ password: goodPassword })),
];

/** How an owner begins, adds and removes a factor, whichever it is. */
function actsOn({ own, enrolment }: Factor): SensitiveAct[] {
  const { section, begin, add, remove } = own ?? {};
  const here = `/account/security/${section}`;
  const hasPages = add && enrolment?.hasForm === true;
  const { properties = {} } = (enrolment?.body ?? {}) as { properties?: object };
  const made = () => Object.fromEntries(Object.keys(properties).map((field) => [field, '271828']));
  return [
    ...(begin ? [api(`POST ${begin.path}`, () => undefined)] : []),
    ...(add ? [api(`POST ${add.path}`, () => undefined, made)] : []),
    ...(remove ? [api(`DELETE ${remove.path}`, () => undefined)] : []),
    ...(hasPages
      ? [{ route: `GET ${here}`, act: ({ self }: Holder) => self.get(here), done: () => undefined }]
      : []),
    ...(hasPages && begin ? [page(here, () => undefined)] : []),
    ...(hasPages ? [page(`${here}/confirm`, () => undefined, made)] : []),
    ...(remove ? [page(`${here}${remove.path.endsWith('/:id') ? '/:id' : ''}/remove`, () => undefined)] : []),
  ];
}

/** All of them; those of a factor that is not named above as well. */
export const sensitiveActs: readonly SensitiveAct[] = [
  ...knownActs,
  ...factors.flatMap(actsOn).filter(({ route }) => !knownActs.some((known) => known.route === route)),
];

/** These carry the current password with them, so an account that has nothing else needs no other verification. */
export const bringThePassword: ReadonlySet<string> = new Set([
  'POST /api/me/password',
  'DELETE /api/me',
  'POST /account/password',
  'POST /account/delete',
]);

/** Routes of a session that change or show nothing of the kind. */
export const notSensitive: ReadonlySet<string> = new Set([
  'GET /api/session',
  'GET /api/me',
  'GET /api/me/factors',
  'GET /api/me/data',
  'GET /api/me/email',
  'GET /api/me/keys',
  // Ends what a program may do, and begins nothing.
  'DELETE /api/me/keys/:id',
  'GET /account/keys',
  'POST /account/keys/:id/revoke',
  // An API of the operator learns who somebody is, and since when that was shown.
  'POST /api/session/token',
  'GET /api/me/identities',
  'PUT /api/me/data',
  'PATCH /api/me/data',
  'GET /api/me/sessions',
  'DELETE /api/me/sessions',
  'DELETE /api/me/sessions/:id',
  // Holding the invitation, and having verified its address, is what an invitation asks for.
  'POST /api/me/invitations',
  'GET /api/me/apps',
  'DELETE /api/me/apps/:appId',
  'POST /api/reauthenticate',
  'POST /api/reauthenticate/passkey-error',
  // Whoever knows the secret of the setup has shown enough.
  'POST /api/setup',
  'POST /api/me/passkeys/error',
  'GET /account',
  'POST /account/data',
  'POST /account/sessions/:id/end',
  // Shows only what was sent along.
  'POST /account/security/passkeys/codes',
  'POST /account/sessions/end-others',
  'POST /account/invitation',
  'GET /account/invitation/accepted',
  'GET /account/apps',
  'POST /account/apps/:appId/withdraw',
  // An app learns who somebody is. Whether that must be verified anew, it says itself (`max_age`, `prompt=login`).
  'GET /device',
  'POST /device',
  'GET /oauth/ask/:uid',
  'POST /oauth/ask/:uid',
  'GET /account/prove',
  'POST /account/prove',
  'POST /api/reauthenticate/with/:provider',
  'POST /account/prove/with/:provider',
]);

export const aWhile = minutes(11);
