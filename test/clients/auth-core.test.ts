import { parseEnv } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CookieJar } from '../support/cookie-jar.ts';
import { type Latchkey, startForClients } from '../support/real-clients.ts';
import { installed } from './installed.ts';
import { addFor } from './printed.ts';

interface AuthCore {
  Auth(request: Request, config: object): Promise<Response>;
  setEnvDefaults(env: NodeJS.Dict<string>, config: object): void;
}

let latchkey: Latchkey;
beforeAll(async () => {
  latchkey = await startForClients();
});
afterAll(() => latchkey?.stop());

const site = 'http://localhost:3000';

/** A module is loaded once under its name, so each site is given one of its own. */
let sites = 0;

/** A site that is built with Auth.js as is printed for it, and somebody's cookies there; it needs no port. */
async function siteFor(settings: string) {
  const { Auth, setEnvDefaults } = await installed<AuthCore>('@auth/core');
  const [, variables = ''] = /^((?:AUTH_\w+=.*\n)+)/m.exec(settings) ?? [];
  const [, program = ''] = /^(import .*^\}\);)$/ms.exec(settings) ?? [];
  let providers: object[] = [];
  vi.stubGlobal('NextAuth', (given: { providers: object[] }) => {
    ({ providers } = given);
    return {};
  });
  const stubbed = program.replace(/^import NextAuth .*$/m, `// ${++sites}`);
  await import(`data:text/javascript,${encodeURIComponent(stubbed)}`);
  const failures: unknown[] = [];
  const fail = (error: unknown) => void failures.push(error);
  const config = {
    basePath: '/api/auth',
    trustHost: true,
    secret: 'only-this-test-knows-it-and-it-is-long-enough',
    logger: { error: fail, warn() {}, debug() {} },
    providers,
    callbacks: {
      session: ({ session, token }: { session: object; token: { sub: string } }) => ({
        ...session,
        id: token.sub,
      }),
      jwt: ({ token, profile }: { token: object; profile?: { sub: string } }) =>
        profile ? { ...token, sub: profile.sub } : token,
    },
  };
  setEnvDefaults(parseEnv(variables), config);
  const jar = new CookieJar();
  const send = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const body = form && new URLSearchParams(form);
    const request = new Request(new URL(path, site), {
      headers: { cookie: jar.header },
      ...(body && { method: 'POST', body }),
    });
    const response = await Auth(request, config);
    jar.take(response);
    return response;
  };
  return {
    send,
    failures,
    async begin() {
      const { csrfToken } = (await (await send('/api/auth/csrf')).json()) as { csrfToken: string };
      const sent = await send('/api/auth/signin/latchkey', { csrfToken, callbackUrl: `${site}/welcome` });
      return sent.headers.get('location') ?? '';
    },
    session: async () => (await send('/api/auth/session')).json(),
  };
}

const add = () => addFor(latchkey, 'authjs', `${site}/api/auth/callback/latchkey`);

test('Auth.js, as it is told to be set up: PKCE and state, to a session with name and email address', async () => {
  const person = await latchkey.person();
  const built = await siteFor(await add());
  expect(await built.session(), 'before').toBeNull();
  const { left } = await person.leave(await built.begin());
  const landed = await built.send(`${left.pathname}${left.search}`);
  expect(built.failures).toEqual([]);
  expect(landed.headers.get('location')).toBe(`${site}/welcome`);
  expect(await built.session()).toMatchObject({
    id: person.id,
    user: { name: person.username, email: person.email },
  });
});

test('Auth.js opens no session for an answer that another browser asked for', async () => {
  const person = await latchkey.person();
  const app = await add();
  const [asked, other] = [await siteFor(app), await siteFor(app)];
  await other.begin();
  const { left } = await person.leave(await asked.begin());
  const landed = await other.send(`${left.pathname}${left.search}`);
  expect(landed.headers.get('location')).toContain('/api/auth/error');
  expect(await other.session()).toBeNull();
});
