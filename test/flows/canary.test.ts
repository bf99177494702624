import { expect, test } from 'vitest';
import { accountJson } from '../../src/cli/accounts/json.ts';
import { minutes } from '../../src/kit/duration.ts';
import type { Route } from '../../src/kit/http/index.ts';
import { findShown } from '../../src/operate/accounts/index.ts';
import { listExplained } from '../../src/operate/trails/index.ts';
import { trailCode } from '../../src/people/trails/index.ts';
import { allRoutes } from '../../src/server.ts';
import { administratorWith } from '../support/administrators.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import { everyRow } from '../support/every-row.ts';
import { codeTo, freshAddress, handOver, loginCodeTo } from '../support/mails.ts';
import { addressPerson } from '../support/no-password.ts';
import { setUpTotp } from '../support/second-factors.ts';
import { tells } from '../support/tells.ts';
import { wrongTotpCode } from '../support/totp-codes.ts';

const wrongPassword = 'canary of a wrong password';

const changes = {
  first: 'canary of a first password',
  second: 'canary of a second password',
  third: 'canary of a third password',
  data: 'canary-in-own-data',
};

/** Goes every way that leaves a trail, right and wrong, and answers all that must be in none of them. */
async function everyWay(app: TestApp): Promise<Record<string, string>> {
  const self = app.browser();
  const username = freshName();
  const email = freshAddress();
  const { body } = await self.register(username, goodPassword, { email });
  const proof = await codeTo(app, email);
  await self.post('/api/email/verify', { token: `${proof}x` });
  await self.post('/api/email/verify', { token: proof });
  await self.post(`/api/login/${body.attempt}/verify-email`, {});
  const { secret, codes } = await setUpTotp(app, self);
  const [paper = '', nextPaper = ''] = codes;

  const visitor = app.browser();
  await visitor.login(username, wrongPassword);
  await visitor.login(`${freshName()}-nobody`, wrongPassword);
  const begun = await visitor.login(email, goodPassword);
  const [, attemptSecret = ''] = visitor.jar.get('latchkey-attempt')?.split('.') ?? [];
  const url = `/api/login/${begun.body.attempt}`;
  const wrongCode = wrongTotpCode(secret, app.clock());
  await visitor.post(`${url}/totp`, { code: wrongCode });
  await visitor.post(`${url}/recovery-code`, { code: paper });
  const token = visitor.jar.get('latchkey') ?? '';
  await visitor.submit('/account/prove', { factor: 'password', password: wrongPassword });
  await visitor.submit('/account/prove', { factor: 'totp', code: wrongCode });
  await visitor.post('/api/reauthenticate', { password: wrongPassword });
  await visitor.post('/api/reauthenticate', { factor: 'recovery-code', code: nextPaper });

  const mailed = app.browser();
  const byCode = `/api/login/${(await mailed.post('/api/login', { username: email })).body.attempt}`;
  await app.browser().post('/api/login', { username: 'canary-typed-as-a-name' });
  const mailCode = await loginCodeTo(app, email);
  const wrongMailCode = mailCode.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  await mailed.post(`${byCode}/email-code`, { code: wrongMailCode });
  await mailed.post(`${byCode}/email-code`, { code: mailCode });

  const confirming = await addressPerson(app);
  app.clock.advance(minutes(11));
  await confirming.self.post('/api/reauthenticate', { factor: 'email-code' });
  const sessionCode = await loginCodeTo(app, confirming.email);
  const wrongSessionCode = sessionCode.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  await confirming.self.submit('/account/prove', { factor: 'email-code', code: wrongSessionCode });
  await confirming.self.post('/api/reauthenticate', { factor: 'email-code', code: sessionCode });

  const workshop = freshName();
  await app.browser().post(`/register?username=${workshop}&password=canary-in-an-address&data=canary-data`);
  await app.browser().get(`/login?username=${workshop}&password=canary-in-an-address`);
  await app.browser().submit('/login', { username, password: wrongPassword });
  await app.browser().submit('/register', { username: freshName(), password: 'canary' });
  const page = app.browser();
  await page.submit('/login', { username, password: goodPassword });
  await page.submit('/login/second-factor', { factor: 'totp', code: wrongCode });
  await app.browser().submit('/email/verify', { token: proof });
  await app.browser().submit('/recover', { identifier: `${email}.canary` });
  await app.browser().submit('/recover/complete', { token: proof, newPassword: wrongPassword });

  // What is refused before anything is tried.
  const early = app.browser({ address: '203.0.113.77' });
  const withOrigin = (origin: string) => ({ headers: { origin } });
  await early.post('/api/login', { username: 'canary-typed-as-a-name', password: 7 });
  await early.post('/api/login', { 'canary-typed-as-a-name': 1, password: wrongPassword });
  await early.post('/api/login', undefined, { raw: `{"password":"${wrongPassword}"` });
  await early.post('/api/login', undefined, { form: { username, password: wrongPassword } });
  await early.post('/api/login', { username, password: wrongPassword }, withOrigin('https://evil.example'));
  await early.post('/api/login', {}, withOrigin('https://evil.example/?canary-in-an-address'));
  await early.post('/api/login', {}, withOrigin('https://canary-in-an-address@evil.example'));
  await early.send('GET', '/login', undefined, { headers: { host: 'a.example/canary-in-an-address' } });

  // What is changed while one is logged in. The account stays: its events would go with it.
  const changing = app.browser();
  await changing.register(freshName(), changes.first);
  await changing.post('/api/me/password', { currentPassword: changes.first, newPassword: 'canary' });
  await changing.post('/api/me/password', { currentPassword: wrongPassword, newPassword: changes.second });
  const changed = await changing.post('/api/me/password', {
    currentPassword: changes.first,
    newPassword: changes.second,
  });
  expect(changed.status, 'the password is changed').toBeLessThan(300);
  await changing.submit('/account/password', { currentPassword: changes.second, newPassword: changes.third });
  await changing.send('PUT', '/api/me/data', { note: changes.data });
  await changing.submit('/account/data', { data: JSON.stringify({ note: changes.data }) });
  await changing.send('DELETE', '/api/me', { password: wrongPassword });
  await changing.get('/api/me/export');

  await app.browser().post('/api/recover', { identifier: email });
  const way = await codeTo(app, email);
  await app.browser().post('/api/email/verify', { token: way });
  await app.browser().post('/api/recover/complete', { token: way.slice(0, 40), newPassword: otherPassword });
  await app.browser().post('/api/recover/complete', { token: way, newPassword: 'canary' });
  await app.browser().post('/api/recover/complete', { token: way, newPassword: otherPassword });
  await app.browser().post('/api/recover/complete', { token: way, newPassword: otherPassword });
  return {
    ...changes,
    goodPassword,
    wrongPassword,
    otherPassword,
    email,
    proof,
    secret,
    paper,
    nextPaper,
    wrongCode,
    mailCode,
    wrongMailCode,
    sessionCode,
    wrongSessionCode,
    attemptSecret,
    token,
    way,
    partOfWay: way.slice(0, 40),
  };
}

test.each(['"code":"123456"', 'code=123456', 'the code 123456.', '{"code":123456}'])(
  'a code is seen in %s',
  (text) => {
    expect([tells(text, '123456'), tells(text, '123457')]).toEqual([true, false]);
  },
);

/** A canary in each text that a body may have, one that looks like what the field wants where that is known. */
function bodyOf(route: Route, canary: string): Record<string, unknown> {
  const { properties = {} } = (route.body ?? {}) as { properties?: Record<string, { type?: string }> };
  const texts = Object.entries(properties).filter(([, { type }]) => type === 'string');
  return Object.fromEntries(texts.map(([name], at) => [name, `${canary}-${at}-${name}`]));
}

/** The same app, and every secret in a cookie that its browsers are ever given. */
function withCookies(app: TestApp): { readonly app: TestApp; readonly secrets: Set<string> } {
  const secrets = new Set<string>();
  const browser: TestApp['browser'] = (from) => {
    const made = app.browser(from);
    const { send } = made;
    return Object.assign(made, {
      async send(...asked: Parameters<typeof send>) {
        const answer = await send(...asked);
        for (const cookie of answer.cookies) {
          const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? [];
          const [secret = ''] = value.split('.').toReversed();
          // The name of an attempt is no secret.
          if (secret !== '' && name !== 'latchkey-trail') secrets.add(secret);
        }
        return answer;
      },
    });
  };
  return { app: { ...app, browser }, secrets };
}

/** The tables in which something of a person may stand; all other secrets may stand in none. */
const homes: Readonly<Record<string, readonly string[]>> = {
  email: ['emails', 'links', 'account_words'],
  data: ['accounts'],
  ownData: ['accounts'],
};

/** Everything that an operator or a developer can have the server tell of what happened. */
async function everyOutput(app: TestApp): Promise<string[]> {
  const { services } = app;
  const explained = await listExplained(services, 1000);
  const names = new Set(explained.flatMap(({ username }) => username ?? []));
  const shown: unknown[] = [];
  for (const name of names) {
    const found = await findShown(services, name);
    if (found) shown.push(accountJson(found));
  }
  const texts = [JSON.stringify(explained), JSON.stringify(shown)];
  for (const { trail } of explained) {
    texts.push((await app.browser().get(`/dev/trails/${trailCode(trail.id)}`)).text);
    // The panel, at the foot of the page that follows.
    texts.push(
      (
        await app
          .browser()
          .get('/', { headers: { cookie: `latchkey-trail=${trail.id}`, accept: 'text/html' } })
      ).text,
    );
  }
  for (const url of ['/dev/trails', '/metrics']) texts.push((await app.browser().get(url)).text);
  return texts;
}

/** Everything that the console shows to who may see all of it, but the data of accounts. */
async function everyConsolePage(app: TestApp): Promise<string> {
  const { self } = await administratorWith(app, 'administrator');
  const texts: string[] = [];
  const open = async (path: string) => {
    for (const url of [`/admin${path}`, `/api/admin${path}`]) texts.push((await self.get(url)).text);
    return texts.at(-2) ?? '';
  };
  const lists = ['/mail', '/audit', '/settings', '/roles', '/tokens', ''];
  for (const path of lists) await open(path);
  for (const list of ['/accounts', '/attempts']) {
    const found = (await open(list)).matchAll(new RegExp(`href="/admin(${list}/[\\w-]+)"`, 'g'));
    for (const path of new Set([...found].map(([, one = '']) => one))) await open(path);
  }
  return texts.join('\n');
}

eachApp('what must be told nobody', (open) => {
  test('V16.2.5 V14.2.1 is in no trail, no event, no line of the log, no metric and no other row, whichever way was gone', async () => {
    const pepper = 'canary-of-a-pepper-7Qm2xV9d4tK3';
    const opened = await open({ log: { level: 'trace' }, login: { emailCode: true }, password: { pepper } });
    const { app, secrets } = withCookies(opened);
    const canaries: Record<string, string> = {
      ...(await everyWay(app)),
      query: 'canary-in-an-address',
      name: 'canary-typed-as-a-name',
      data: 'canary-data',
      ownData: changes.data,
      pepper,
      secretKey: app.services.secretKey,
    };
    await handOver(app);
    expect(secrets.size, 'cookies').toBeGreaterThan(20);
    for (const secret of secrets) canaries[`the cookie ${secret}`] = secret;
    await app.services.trails.flush();
    const rows = await everyRow(app.database);
    const trails = rows.filter(({ table }) => table === 'trail_parts');
    expect(trails.length, 'every attempt has left one').toBeGreaterThan(20);
    for (const table of ['near_names', 'ended_sessions', 'links', 'outbox', 'limits', 'events'])
      expect(rows.filter((row) => row.table === table).length, table).toBeGreaterThan(0);
    const told = [...(await everyOutput(app)), ...app.log].join('\n').toLowerCase();
    for (const [name, canary] of Object.entries(canaries)) {
      const secret = canary.toLowerCase();
      expect(secret.length, name).toBeGreaterThan(5);
      const at = told.indexOf(secret);
      expect(tells(told, secret) && told.slice(Math.max(0, at - 80), at + 80), name).toBe(false);
      const written = rows.filter(({ text }) => tells(text.toLowerCase(), secret)).map(({ table }) => table);
      expect(
        written.filter((table) => !homes[name]?.includes(table)),
        name,
      ).toEqual([]);
    }
    const shown = (await everyConsolePage(app)).toLowerCase();
    for (const [name, canary] of Object.entries(canaries))
      expect(name !== 'email' && tells(shown, canary.toLowerCase()), `${name} in the console`).toBe(false);
    // The honest twin: what may be told is there.
    expect(shown).toContain(canaries.email?.toLowerCase());
    expect(told).toContain('second-factor-asked');
    expect(told).toContain('refused-early');
    expect(told).toMatch(/email-code\W+ok\W+true/);
    expect(rows.some(({ table, text }) => table === 'emails' && text.includes(canaries.email ?? '?'))).toBe(
      true,
    );
  });

  test('V16.2.5 V14.2.1 is in none of them either where every field of every route holds a secret', async () => {
    const app = await open({ log: { level: 'trace' }, login: { emailCode: true } });
    const canary = 'canaryofaroute';
    const changing = allRoutes(app.services, '0.0.0-test').filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(40);
    for (const [at, route] of changing.entries()) {
      const self = app.browser({ address: `10.2.0.${at}` });
      await self.register(freshName(), goodPassword);
      const url = route.path.replaceAll(/:\w+/g, 'nothing');
      const body = bodyOf(route, canary);
      for (const browser of [self, app.browser({ address: `10.2.1.${at}` })]) {
        if (route.kind === 'api') await browser.send(route.method, url, body);
        const fields = { username: canary, password: canary, newPassword: canary, currentPassword: canary };
        const more = { code: canary, token: canary, data: canary, identifier: canary, email: canary };
        if (route.kind !== 'api') await browser.submit(url, { ...fields, ...more });
      }
    }
    await app.services.trails.flush();
    const rows = await everyRow(app.database);
    const told = rows.filter(({ table }) => table === 'trail_parts' || table === 'events');
    const all = [...told.map(({ text }) => text), ...app.log].join('\n').toLowerCase();
    expect(told.length).toBeGreaterThan(50);
    expect(all.match(/.{0,80}canaryofaroute.{0,80}/g) ?? []).toEqual([]);
  });
});
