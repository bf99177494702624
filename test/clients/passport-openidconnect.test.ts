import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Latchkey, startForClients } from '../support/real-clients.ts';
import { installed } from './installed.ts';

type Handler = (request: never, response: never, next: (error?: unknown) => void) => void;

interface ExpressApp {
  use(handler: Handler): void;
  get(path: string, ...handlers: Handler[]): void;
  listen(port: number, host: string, ready: () => void): Server;
}

interface Profile {
  readonly id: string;
  readonly username: string;
  readonly emails: readonly { readonly value: string }[];
}

interface Passport {
  use(name: string, strategy: object): void;
  session(): Handler;
  authenticate(name: string, options: object): Handler;
  serializeUser(write: (user: Profile, done: (error: null, user: Profile) => void) => void): void;
  deserializeUser(read: (user: Profile, done: (error: null, user: Profile) => void) => void): void;
}

interface Module<Exported> {
  readonly default: Exported;
}

interface StrategyModule {
  new (
    options: object,
    verify: (
      issuer: string,
      profile: Profile,
      context: object,
      idToken: string,
      accessToken: string,
      refreshToken: string,
      done: (error: null, user: Profile) => void,
    ) => void,
  ): object;
}

let latchkey: Latchkey;
beforeAll(async () => {
  latchkey = await startForClients();
});
afterAll(() => latchkey?.stop());

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A site that is built with Express and Passport: `/` shows who is signed in, `/login` leads to Latchkey. */
async function startSite(): Promise<{ url: string; setUp(app: { id: string; secret: string }): void }> {
  const express = await installed<Module<() => ExpressApp>>('express');
  const session = await installed<Module<(options: object) => Handler>>('express-session');
  const { default: passports } = await installed<Module<{ Passport: new () => Passport }>>('passport');
  const { default: Strategy } = await installed<Module<StrategyModule>>('passport-openidconnect');
  const site = express.default();
  const passport = new passports.Passport();
  const keep = (user: Profile, done: (error: null, user: Profile) => void) => done(null, user);
  passport.serializeUser(keep);
  passport.deserializeUser(keep);
  site.use(session.default({ secret: 'of-the-site', resave: false, saveUninitialized: false }));
  site.use(passport.session());
  site.get('/login', passport.authenticate('latchkey', { scope: ['profile', 'email'] }));
  site.get('/callback', passport.authenticate('latchkey', { successRedirect: '/', failWithError: true }));
  site.get('/', (request: IncomingMessage & { user?: Profile }, response: ServerResponse) =>
    response.end(JSON.stringify(request.user ?? null)),
  );
  const listening = Promise.withResolvers<void>();
  const server = site.listen(0, '127.0.0.1', () => listening.resolve());
  servers.push(server);
  await listening.promise;
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    setUp({ id, secret }) {
      const options = {
        issuer: latchkey.url,
        authorizationURL: `${latchkey.url}/oauth/authorize`,
        tokenURL: `${latchkey.url}/oauth/token`,
        userInfoURL: `${latchkey.url}/oauth/userinfo`,
        clientID: id,
        clientSecret: secret,
        callbackURL: `${url}/callback`,
        nonce: true,
        skipUserProfile: false,
      };
      passport.use(
        'latchkey',
        new Strategy(options, (_issuer, profile, _context, _idToken, _accessToken, _refreshToken, done) =>
          done(null, profile),
        ),
      );
    },
  };
}

const add = async (url: string, withoutPkce: boolean) => {
  const { app, secret = '' } = await latchkey.addApp({ redirects: [`${url}/callback`], withoutPkce });
  return { id: app.id, secret };
};

test('Passport on Express, which knows no PKCE, signs in to an app that is added without', async () => {
  const site = await startSite();
  site.setUp(await add(site.url, true));
  const person = await latchkey.person();
  expect((await person.open(`${site.url}/`)).text).toBe('null');
  const shown = await person.open(`${site.url}/login`);
  expect(shown.met).toEqual(['/oauth/ask']);
  expect(shown.url.href).toBe(`${site.url}/`);
  expect(JSON.parse(shown.text)).toMatchObject({
    id: person.id,
    username: person.username,
    emails: [{ value: person.email }],
  });
  const again = await person.open(`${site.url}/login`);
  expect([again.met, again.url.href], 'asked once').toEqual([[], `${site.url}/`]);
});

test('Passport is refused, and told why, by an app that is added with PKCE', async () => {
  const site = await startSite();
  site.setUp(await add(site.url, false));
  const person = await latchkey.person();
  const shown = await person.open(`${site.url}/login`);
  expect(shown.url.searchParams.get('error')).toBe('invalid_request');
  expect(shown.url.searchParams.get('error_description')).toMatch(/PKCE/);
  expect((await person.open(`${site.url}/`)).text).toBe('null');
});
