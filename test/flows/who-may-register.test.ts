import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { formsOf, type Route } from '../../src/kit/http/index.ts';
import { explainTrail } from '../../src/login/why/explain-trail.ts';
import { findLimit } from '../../src/people/limits/store.ts';
import { listTrails } from '../../src/people/trails/index.ts';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type Settings, type TestApp } from '../support/app.ts';
import type { Answer } from '../support/browser-of.ts';
import { invited } from '../support/invitations.ts';
import { codeTo, freshAddress } from '../support/mails.ts';

/** What a stranger may send to a route in the hope of an account: fields that it knows, and those that it needs. */
interface Shot {
  readonly name: string;
  send(): Promise<Answer>;
}

let addresses = 0;
/** From an address of their own: the registrations of one are limited. */
const stranger = (app: TestApp) => app.browser({ address: `10.31.${addresses >> 8}.${addresses++ & 255}` });

/** The code is that of an invitation from before sign-up was closed. */
async function fieldsOf(opened: TestApp, schema: object | undefined): Promise<Record<string, string>> {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: object; required?: string[] };
  const known: Record<string, string> = {
    username: freshName(),
    password: goodPassword,
    email: freshAddress(),
    ...('token' in properties && { token: (await invited(opened)).token }),
  };
  const wanted = Object.keys(properties).filter((name) => required.includes(name) || name in known);
  return Object.fromEntries(wanted.map((name) => [name, known[name] ?? goodPassword]));
}

function shotsAt(app: TestApp, opened: TestApp, route: Route): Shot[] {
  const name = `${route.method} ${route.path}`;
  const url = route.path.replaceAll(/:\w+/g, 'nothing');
  const { method, kind } = route;
  const query = `username=${freshName()}&password=${goodPassword.replaceAll(' ', '+')}&data=x`;
  const inAddress = { name: `${name}?`, send: () => stranger(app).send(method, `${url}?${query}`) };
  if (method === 'GET') return kind === 'api' ? [] : [inAddress];
  if (kind === 'api') {
    return [
      {
        name,
        send: async () => stranger(app).send(method, url, await fieldsOf(opened, route.body)),
      },
    ];
  }
  const forms = (route.form ? formsOf(route.form) : []).map(({ schema }) => ({
    name,
    send: async () => stranger(app).submit(url, await fieldsOf(opened, schema)),
  }));
  return [...forms, inAddress];
}

/** Every request that a stranger may send here. A new route is among them by being there. */
const shotsOf = (app: TestApp, opened: TestApp) =>
  allRoutes(app.services, '0.0.0-test')
    .filter(({ access, path }) => (access === 'anyone' || access === 'visitor') && !path.startsWith('/dev/'))
    .flatMap((route) => shotsAt(app, opened, route));

async function countAccounts({ services }: TestApp): Promise<number> {
  const { n } = await services.db
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The ways of strangers to an account. Whoever adds one says so here, and is held to the rules below by that. */
const withoutInvitation: readonly string[] = ['POST /api/register', 'POST /register', 'POST /register?'];
const byInvitation: readonly string[] = ['POST /api/invitations/accept', 'POST /invitation'];
const ways = [...withoutInvitation, ...byInvitation];

const mailed = { registration: 'required', verification: 'before-login' } as const;

/** Fires what is asked for one by one: those that made an account, and what each was answered. */
async function fire(app: TestApp, opened: TestApp, isWanted: (name: string) => boolean = () => true) {
  const made: string[] = [];
  const answers: Record<string, Answer> = {};
  let before = await countAccounts(app);
  for (const { name, send } of shotsOf(app, opened).filter((shot) => isWanted(shot.name))) {
    answers[name] = await send();
    const count = await countAccounts(app);
    if (count > before) made.push(name);
    before = count;
  }
  return { made, answers };
}

/** What an operator reads of the newest attempt. */
async function explained({ services }: TestApp): Promise<string> {
  await services.trails.flush();
  const [trail] = await listTrails(services.db, { limit: 1 });
  if (!trail) throw new Error('There is no trail.');
  const { explanation } = await explainTrail(services, trail, { isNewest: true });
  return explanation.join(' ');
}

eachApp('who may register', (open) => {
  test('the ways to an account are known, and none of them is open where nobody may register', async () => {
    const opened = await open();
    const { made } = await fire(opened, opened);
    expect(made.toSorted()).toEqual(ways.toSorted());
    for (const mode of ['closed', 'invited'] as const) {
      const app = await open({ registration: { mode } });
      const { made: still, answers } = await fire(app, opened, (name) => ways.includes(name));
      const left = mode === 'invited' ? byInvitation : [];
      expect(still.toSorted(), mode).toEqual(left.toSorted());
      for (const way of ways.filter((one) => !left.includes(one)))
        expect([way, answers[way]?.status], mode).toEqual([way, 403]);
      expect(answers['POST /api/register']?.body).toMatchObject({ code: 'registration-closed' });
      expect(answers['POST /register?']?.text).toMatch(/^Sign-up is /);
    }
  });

  test('who may not register costs nothing: neither a hash nor a line in the counts', async () => {
    const app = await open({ registration: { mode: 'closed' } });
    const hash = vi.spyOn(app.services.hasher, 'hash');
    const { body } = await app.browser({ address: '10.32.0.1' }).register('x', 'short');
    expect(body.code, 'and is told of that alone').toBe('registration-closed');
    expect(hash).not.toHaveBeenCalled();
    expect(await findLimit(app.services.db, 'registrations:10.32.0.1')).toBeUndefined();
  });

  test('pages offer to sign up only where everybody may', async () => {
    for (const [mode, said] of [
      ['open', undefined],
      ['invited', 'Sign-up is by invitation only.'],
      ['closed', 'Sign-up is closed.'],
    ] as const) {
      const app = await open({ registration: { mode } });
      for (const path of ['/', '/login', '/register']) {
        const { status, text } = await app.browser().get(path, { headers: { accept: 'text/html' } });
        expect([path, status, text.includes('href="/register')]).toEqual([path, 200, mode === 'open']);
        if (said) expect(text, path).toContain(said);
      }
      const form = (await app.browser().get('/register', { headers: { accept: 'text/html' } })).text;
      expect(form.includes('<form class="form"'), mode).toBe(mode === 'open');
    }
  });

  test('a frontend learns what a registration needs', async () => {
    const rulesIn = async (settings: Settings) => {
      const { body } = await (await open(settings)).browser().get('/api/registration');
      return body;
    };
    expect(await rulesIn({})).toEqual({ mode: 'open', email: 'optional' });
    expect(await rulesIn({ registration: { mode: 'invited' }, email: mailed })).toEqual({
      mode: 'invited',
      email: 'required',
    });
    expect(await rulesIn({ email: { verification: 'none' } })).toMatchObject({ email: 'none' });
  });

  test('whoever asks why somebody could not register is told', async () => {
    const told: [NonNullable<Settings['registration']>, RegExp][] = [
      [{ mode: 'closed' }, /couldn't sign up: sign-up is closed \(`registration.mode`\)\. Only an admin/],
      [{ mode: 'invited' }, /couldn't sign up: sign-up needs an invitation .*latchkey accounts invite EMAIL/],
      [{ blockedDomains: ['example.com'] }, /couldn't sign up: the domain of the email address is blocked/],
      [{ allowedDomains: ['a.example'] }, /the domain of the email address isn't allowed.*allowedDomains/],
    ];
    for (const [registration, said] of told) {
      const app = await open({ registration, email: mailed });
      await stranger(app).register(freshName(), goodPassword, { email: freshAddress() });
      expect(await explained(app)).toMatch(said);
    }
  });

  test('domains are held at every way to an account, and wherever an address is changed', async () => {
    const registration = { allowedDomains: ['example.com'], blockedDomains: [] };
    const app = await open({ registration, email: mailed });
    const refused = (answer: Answer) =>
      expect([answer.status, answer.body.code]).toEqual([422, 'domain-refused']);
    const evil = 'ada@notexample.com';
    refused(await stranger(app).register(freshName(), goodPassword, { email: evil }));
    const page = await stranger(app).submit('/register', {
      username: freshName(),
      password: goodPassword,
      email: evil,
    });
    expect([page.status, page.text.includes('Use an email address at example.com.')]).toEqual([422, true]);
    const workshop = await stranger(app).post(`/register?username=${freshName()}&password=secret&data=x`);
    expect([workshop.status, workshop.text]).toEqual([
      400,
      expect.stringMatching(/^Enter your email address/),
    ]);

    const [person, address] = [stranger(app), freshAddress()];
    const { body } = await person.register(freshName(), goodPassword, { email: address });
    refused(await person.post(`/api/login/${body.attempt}/verify-email`, { email: evil }));
    const before = await countAccounts(app);
    expect((await person.post('/api/email/verify', { token: await codeTo(app, address) })).status).toBe(200);
    expect((await person.post(`/api/login/${body.attempt}/verify-email`, {})).body.status).toBe('complete');
    refused(await person.send('PUT', '/api/me/email', { email: evil }));
    expect((await person.send('PUT', '/api/me/email', { email: freshAddress() })).status).toBe(202);
    expect(await countAccounts(app)).toBe(before);
  });

  test('a link that was sent before its domain was blocked verifies nothing', async () => {
    const [app, address] = [await open(), freshAddress()];
    const person = stranger(app);
    await person.register(freshName(), goodPassword, { email: address });
    const token = await codeTo(app, address);
    const stricter = await open({ registration: { blockedDomains: ['example.com'] } });
    expect((await stricter.browser().post('/api/email/verify', { token })).body.code).toBe('domain-refused');
    expect((await app.browser().post('/api/email/verify', { token })).status, 'and stays unused').toBe(200);
  });

  test('the file of blocked domains is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-blocked-'));
    try {
      const blockedDomainsFile = join(folder, 'blocked.txt');
      writeFileSync(blockedDomainsFile, '# throw-away\nmailinator.com\n');
      const app = await open({ registration: { blockedDomainsFile } });
      const answerFor = async (email: string) =>
        (await stranger(app).register(freshName(), goodPassword, { email })).status;
      expect(await answerFor('ada@mailinator.com')).toBe(422);
      expect(await answerFor(freshAddress())).toBe(201);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
