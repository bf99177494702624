import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Script, startIdentityProvider } from '../support/identity-provider.ts';
import { run } from './command-line.ts';

const secrets = { wrong: 'a-secret-that-is-refused-there' };

/** What each provider does, by the ID that the configuration has for it. */
const scripts: Readonly<Record<string, Script>> = {
  good: {},
  wrong: {},
  foreign: { metadata: { issuer: 'https://id.example.com' } },
  bare: { metadata: { code_challenge_methods_supported: undefined } },
  elsewhere: { unregistered: true },
  website: { metadata: { issuer: undefined } },
};

let folder: string;
let env: Readonly<Record<string, string>>;
let stop: () => Promise<unknown>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-login-with-'));
  const started = await Promise.all(
    Object.entries(scripts).map(async ([id, script]) => [id, script, await startIdentityProvider()] as const),
  );
  stop = () => Promise.all(started.map(([, , provider]) => provider.stop()));
  const settings = started.map(([id, script, provider]) => {
    provider.script = script;
    const { apple: _apple, ...plain } = provider.settings({ id, label: `Provider ${id}` });
    return { ...plain, ...(id === 'wrong' && { clientSecret: secrets.wrong }) };
  });
  const closed = { ...settings[0], id: 'away', issuer: `http://127.0.0.1:${await closedPort()}` };
  env = {
    LATCHKEY_DATA_DIR: join(folder, 'data'),
    LATCHKEY_PUBLIC_URL: 'https://login.example.com',
    LATCHKEY_LOGIN_WITH: JSON.stringify([...settings, closed]),
  };
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Runs it, and holds it to print no secret and no address of a token. */
async function check(...args: string[]) {
  const ended = await run(['login-with', 'check', ...args], env);
  expect(ended.out + ended.err).not.toContain('the-secret-of-latchkey-there');
  expect(ended.out + ended.err).not.toContain(secrets.wrong);
  return ended;
}

test('says that a provider takes the settings, and what to register there', async () => {
  const { exitCode, out, err } = await check('good');
  expect(err).toBe('');
  expect(exitCode).toBe(0);
  expect(out).toMatch(
    new RegExp(
      [
        /^Provider good \(good\)\n\n/,
        / {2}Issuer +http:\/\/127.0.0.1:\d+\n/,
        / {2}Redirect address +https:\/\/login.example.com\/login\/with\/good\/back\n\n/,
        / {2}ok +It can be reached, and says who it is.\n/,
        / {2}ok +It leads back to the redirect address.\n/,
        / {2}ok +It accepts the client ID and the client secret.\n\n$/,
      ]
        .map(({ source }) => source)
        .join(''),
    ),
  );
});

test.each([
  ['wrong', 'check `clientId` and `clientSecret`'],
  ['foreign', 'Check `issuer` in `login.with`, letter by letter'],
  ['website', '{issuer}/.well-known/openid-configuration'],
  ['away', "couldn't be reached within five seconds"],
  ['elsewhere', 'Register the redirect address there'],
])('says what is wrong with %s, and fails', async (id, says) => {
  const { exitCode, out, err } = await check(id);
  expect(out).toMatch(/^ {2}refused /m);
  expect(out).toContain(says);
  expect(err).toBe(
    `Nobody can sign in with Provider ${id === 'away' ? 'good' : id}.\nChange what is marked "refused".\n`,
  );
  expect(exitCode).toBe(1);
});

test('tells a program the same, and notes what keeps nobody out', async () => {
  const { exitCode, out } = await check('bare', '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ...{ id: 'bare', refused: false, redirect: 'https://login.example.com/login/with/bare/back' },
    findings: [
      { code: 'reached', verdict: 'ok' },
      { code: 'no-pkce', verdict: 'note' },
      { code: 'redirect-taken', verdict: 'ok' },
      { code: 'client-taken', verdict: 'ok' },
    ],
  });
  const refused = await check('wrong', '--json');
  expect(refused.exitCode).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({ refused: true });
});

test('names the providers that there are', async () => {
  const { exitCode, err } = await check('nowhere');
  expect(exitCode).toBe(1);
  expect(err).toBe(
    'There is no provider nowhere in login.with.\nUse one of these: good, wrong, foreign, bare, elsewhere, website, away.\n',
  );
});
