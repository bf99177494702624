import { expect, test } from 'vitest';
import { addableFactors } from '../../src/factors/index.ts';
import { minutes } from '../../src/kit/duration.ts';
import { isPermissionName, type Route } from '../../src/kit/http/index.ts';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { type Answer, type Browser, markIn } from '../support/browser-of.ts';
import { everyRowButCounts } from '../support/every-row.ts';
import { leadsTo } from '../support/leads-to.ts';
import { freshAddress } from '../support/mails.ts';
import { totpCode } from '../support/totp-codes.ts';

const routesOf = ({ services }: TestApp): Route[] => allRoutes(services, '0.0.0-test');
const pagesOf = (app: TestApp) => routesOf(app).filter(({ kind }) => kind === 'page');

/** The forms by which a factor is added on the account. */
const formsThatAdd = addableFactors.flatMap(({ own, enrolment }) =>
  enrolment.hasForm ? [`/account/security/${own?.section}/confirm`] : [],
);

/** Begins to add each factor that a form adds, so that its page shows the form. */
async function beginFactors(browser: Browser) {
  for (const { own, enrolment } of addableFactors) {
    if (own?.begin && enrolment.hasForm) await browser.submit(`/account/security/${own.section}`, {});
  }
}

let addresses = 0;

/** Somebody signed in, from an address of their own: the registrations of one are limited. */
async function somebody(app: TestApp) {
  const browser = app.browser({ address: `10.7.1.${++addresses}` });
  const name = freshName();
  const { body } = await browser.register(name, goodPassword);
  return { browser, name, id: body.account?.id ?? '' };
}

/** Sends a form as it stands, without the mark that the test browser adds by itself. */
const sendForm = (browser: Browser, url: string, form: Record<string, string>) =>
  browser.send('POST', url, undefined, { form });

/** All but what a look at a session writes, and the trail that says that a form was refused. */
async function rows({ database, services }: TestApp) {
  await services.trails.flush();
  const isOfRefusal = (table: string, text: string) =>
    table === 'trail_parts' && text.includes('refused-early');
  return (await everyRowButCounts(database)).filter(
    ({ table, text }) => table !== 'sessions' && !isOfRefusal(table, text),
  );
}

/** The address of a form as its route declares it. */
function routeFor(app: TestApp, form: string): Route | undefined {
  const action = (/action="([^"]*)"/.exec(form)?.[1] ?? '').split('?')[0] ?? '';
  const isIt = ({ path }: Route) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(action);
  return pagesOf(app).find((route) => route.method === 'POST' && isIt(route));
}

const formsIn = (html: string) =>
  [...html.matchAll(/<form\b[^>]*method="post"[^>]*>.*?<\/form>/gs)].map(([form]) => form);

/** Signs in by password as far as the second factor. */
async function unfinished(app: TestApp) {
  const { browser: owner, name, id } = await somebody(app);
  const { secret = '' } = (await owner.post('/api/me/totp')).body;
  await owner.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
  const browser = app.browser({ address: `10.7.2.${++addresses}` });
  await browser.submit('/login', { username: name, password: goodPassword });
  return { browser, name, id, secret, mark: markIn((await browser.get('/login/second-factor')).text) };
}

/** The cookies of an answer, but for the one that names what the page did, in development alone. */
const given = ({ cookies }: Answer): readonly string[] =>
  cookies.filter((cookie) => !cookie.startsWith('latchkey-trail='));

eachApp('every form of a page that needs a session', (open) => {
  test('S6 says whose it is, whatever page it is on', async () => {
    const app = await open({ login: { emailCode: true } });
    const { browser, id } = await somebody(app);
    await browser.send('PUT', '/api/me/email', { email: freshAddress() });
    const found: string[] = [];
    const look = async () => {
      for (const { path } of pagesOf(app).filter(({ method }) => method === 'GET')) {
        const { text } = await browser.get(path.replaceAll(/:\w+/g, 'nothing'), {
          headers: { accept: 'text/html' },
        });
        for (const form of formsIn(text)) {
          const route = routeFor(app, form);
          expect(route, form).toBeDefined();
          if (!route || route.access === 'anyone') continue;
          expect(markIn(form), `${path}: ${form.slice(0, 90)}`).toBe(id);
          found.push(route.path);
        }
      }
    };
    await look();
    await beginFactors(browser);
    await look();
    expect(new Set(found).size).toBeGreaterThan(9);
    expect(found).toEqual(expect.arrayContaining(['/logout', '/account/data', ...formsThatAdd]));
  });

  test('S6 is refused for anybody else and without a mark, and changes nothing', async () => {
    const app = await open();
    const isSomebodys = ({ method, access }: Route) =>
      method !== 'GET' && access !== 'anyone' && access !== 'app';
    const forms = pagesOf(app).filter(isSomebodys);
    expect(forms.length).toBeGreaterThan(12);
    const [ada, bob] = [await somebody(app), await somebody(app)];
    const before = await rows(app);
    for (const { path, access } of forms) {
      // To somebody without permissions there is no such page.
      const isThere = !isPermissionName(access);
      const url = path.replaceAll(/:\w+/g, 'nothing');
      for (const mark of [
        {},
        { owner: ada.id },
        { owner: '' },
        { owner: `${bob.id} ` },
        { owner: 'att_x' },
      ]) {
        const answer = await sendForm(bob.browser, url, mark);
        const status = isThere ? 409 : 404;
        expect([answer.status, given(answer)], `${path} ${JSON.stringify(mark)}`).toEqual([status, []]);
        if (isThere) expect(answer.text).toContain('This page was opened for another account');
        expect(answer.text, 'nothing of the other').not.toContain(ada.name);
      }
    }
    expect(await rows(app)).toEqual(before);
    expect((await bob.browser.get('/api/session')).status).toBe(200);
    for (const { path } of forms) {
      const { browser, id } = await somebody(app);
      const own = await sendForm(browser, path.replaceAll(/:\w+/g, 'nothing'), { owner: id });
      expect(own.text, path).not.toContain('This page was opened for another account');
    }
  });

  test('L8 gives back whatever is typed in it, but no password and no code', async () => {
    const app = await open();
    const { browser } = await somebody(app);
    const secret = /type="password"|autocomplete="one-time-code"|name="(?:code|token|proofOfWork)"/;
    const typed = new Set<string>();
    await beginFactors(browser);
    for (const { path } of pagesOf(app).filter(({ method }) => method === 'GET')) {
      const { text } = await browser.get(path.replaceAll(/:\w+/g, 'nothing'), {
        headers: { accept: 'text/html' },
      });
      for (const form of formsIn(text)) {
        const { path: action = '', access, keeps = {} } = routeFor(app, form) ?? {};
        if (access === 'anyone') continue;
        for (const [field] of form.matchAll(/<(?:input|textarea)[^>]*\sname="[^>]*>/g)) {
          const name = /\sname="([^"]*)"/.exec(field)?.[1] ?? '';
          if (/type="(?:hidden|checkbox)"/.test(field)) continue;
          const kept = Object.hasOwn(keeps, name);
          expect([action, name, kept]).toEqual([action, name, !secret.test(field)]);
          typed.add(`${action} ${name}`);
        }
      }
    }
    expect(typed).toContain('/account/data data');
    expect(typed.size).toBeGreaterThan(3);
    for (const { keeps = {} } of routesOf(app))
      expect(Object.keys(keeps)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/password|code|token/i)]),
      );
  });
});

const text = '{"note": "</textarea><script>alert(1)</script> & \\"ü\\""}';

eachApp('a form that was opened before somebody else signed in', (open) => {
  test('S6 saves nothing in their account, keeps what was typed, and works again for its own', async () => {
    const app = await open();
    const { browser, name, id } = await somebody(app);
    const page = await browser.get('/account');
    const etag = (await browser.get('/api/me/data')).headers.etag ?? '';
    const bob = await somebody(app);
    await bob.browser.send('PUT', '/api/me/data', { bob: true });

    await browser.submit('/logout', {});
    await browser.login(bob.name, goodPassword);
    const form = { owner: markIn(page.text), data: text, etag };
    const refused = await sendForm(browser, '/account/data', form);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('This page was opened for another account');
    expect(refused.text).not.toContain('<script>alert');
    expect(refused.text).toContain('&lt;/textarea>&lt;script>');
    expect((await browser.get('/api/me/data')).text).toBe('{"bob":true}');

    const again = formsIn(refused.text).find((one) => one.includes('action="/account/data"')) ?? '';
    expect(markIn(again), 'the form is still of the account that it was made for').toBe(id);
    expect(again).toContain(etag.replaceAll('"', '&quot;'));
    await browser.submit('/logout', {});
    await browser.login(name, goodPassword);
    expect((await sendForm(browser, '/account/data', form)).headers.location).toBe('/account?done=data#data');
    expect(JSON.parse((await browser.get('/api/me/data')).text)).toEqual(JSON.parse(text));
  });

  test('S6 keeps a mark as the text that it is', async () => {
    const app = await open();
    const { browser } = await somebody(app);
    const evil = '"><script>alert(1)</script>';
    const refused = await sendForm(browser, '/account/data', { owner: evil, data: '{}', etag: evil });
    expect([refused.status, refused.text.includes('<script>alert')]).toEqual([409, false]);
  });

  test('S6 a program that says whose data it means is refused for another account', async () => {
    const app = await open();
    const [ada, bob] = [await somebody(app), await somebody(app)];
    for (const [method, path] of [
      ['GET', '/api/me'],
      ['PUT', '/api/me/data'],
      ['POST', '/api/me/totp'],
    ] as const) {
      const ask = (owner: string) =>
        bob.browser.send(method, path, method === 'PUT' ? {} : undefined, {
          headers: { 'latchkey-owner': owner },
        });
      const other = await ask(ada.id);
      expect([other.status, other.body.code, path]).toEqual([409, 'other-account', path]);
      expect((await ask(bob.id)).status, path).toBeLessThan(300);
    }
  });
});

eachApp('a form whose session has ended', (open) => {
  test('L8 gives back what was typed, and saves it once its owner has signed in again', async () => {
    const app = await open();
    const { browser, name } = await somebody(app);
    const page = await browser.get('/account');
    const etag = (await browser.get('/api/me/data')).headers.etag ?? '';
    await browser.post('/api/logout');
    const form = { owner: markIn(page.text), data: text, etag };
    const unsent = await sendForm(browser, '/account/data', form);
    expect(unsent.status).toBe(401);
    expect(unsent.text).toContain('Your session has expired');
    expect(unsent.text).toContain('href="/login?next=%2Faccount" target="_blank"');
    expect(unsent.text).not.toContain('<script>alert');
    const again = formsIn(unsent.text).find((one) => one.includes('action="/account/data"')) ?? '';
    expect(again).toContain('name="data"');

    await browser.login(name, goodPassword);
    expect((await sendForm(browser, '/account/data', form)).headers.location).toBe('/account?done=data#data');
    expect(JSON.parse((await browser.get('/api/me/data')).text)).toEqual(JSON.parse(text));
  });

  test('L8 says that nothing was done where nothing may be given back', async () => {
    const app = await open();
    const { browser } = await somebody(app);
    const owner = markIn((await browser.get('/account')).text);
    await browser.post('/api/logout');
    const secrets = { currentPassword: 'one secret here', newPassword: 'another secret here' };
    for (const [path, fields] of [
      ['/account/password', secrets],
      ['/account/sessions/end-others', {}],
    ] as const) {
      const unsent = await sendForm(browser, path, { owner, ...fields });
      expect([unsent.status, unsent.text.includes('Nothing was changed.')]).toEqual([401, true]);
      expect(unsent.text).not.toContain('secret here');
    }
  });

  test('L8 gives back what was typed too when its owner must first be verified again', async () => {
    const app = await open();
    const { browser } = await somebody(app);
    const owner = markIn((await browser.get('/account')).text);
    app.clock.advance(minutes(20));
    const form = { owner, email: freshAddress() };
    const asked = await sendForm(browser, '/account/email', form);
    expect(asked.status).toBe(403);
    expect(asked.text).toContain('href="/account/prove?next=%2Faccount" target="_blank"');
    expect(asked.text).toContain(form.email);
    await browser.submit('/account/prove', { factor: 'password', password: goodPassword });
    expect((await sendForm(browser, '/account/email', form)).headers.location).toBe(
      '/account?done=email#email',
    );
  });
});

eachApp('every form of a login that is half-way', (open) => {
  test('S6 says which login it is of, and is refused in another', async () => {
    const app = await open({ login: { emailCode: true } });
    const forms = pagesOf(app).filter(
      ({ method, path }) =>
        method !== 'GET' && /^\/login\/(?!with\/)/.test(path) && path !== '/login/send-code',
    );
    expect(forms.map(({ path }) => path).toSorted()).toEqual([
      '/login/add-second-factor',
      '/login/email-code',
      '/login/new-password',
      '/login/second-factor',
      '/login/verify-email',
    ]);
    const [ada, bob] = [await unfinished(app), await unfinished(app)];
    for (const form of formsIn((await bob.browser.get('/login/second-factor')).text)) {
      expect(markIn(form)).toMatch(/^att_/);
      expect(markIn(form)).toBe(bob.mark);
    }
    const before = await rows(app);
    for (const { path } of forms) {
      for (const mark of [{}, { owner: ada.mark }, { owner: bob.id }]) {
        const code = totpCode(bob.secret, app.clock(), 1);
        const fields = { ...mark, factor: 'totp', code, newPassword: goodPassword, act: 'continue' };
        const answer = await sendForm(bob.browser, path, fields);
        expect([answer.status, given(answer)], path).toEqual([409, []]);
        expect(answer.text).toContain('This page belongs to another sign-in');
        expect(answer.text).not.toContain(code);
      }
    }
    expect(await rows(app)).toEqual(before);
    app.clock.advance(minutes(1));
    const own = { owner: bob.mark, factor: 'totp', code: totpCode(bob.secret, app.clock()) };
    expect(leadsTo(await sendForm(bob.browser, '/login/second-factor', own))).toBe('/account');
  });
});
