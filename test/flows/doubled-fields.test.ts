import { expect, test } from 'vitest';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { type Browser, markIn } from '../support/browser-of.ts';

const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

const formsOf = ({ services }: TestApp) =>
  allRoutes(services, '0.0.0-test').filter(({ kind, method }) => kind === 'page' && method === 'POST');

const pairs = (...fields: readonly [string, string][]) =>
  new URLSearchParams(fields.map((field) => [...field]));

const sendRaw = (browser: Browser, path: string, form: URLSearchParams) =>
  browser.send('POST', path.replaceAll(/:\w+/g, 'nothing'), undefined, { raw: form.toString(), headers });

/** Field and value of each text area on a page, as a browser shows it. */
const keptIn = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n([^<]*)</g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );

eachApp('a form with a field that comes twice', (open) => {
  test.each(['a stranger', 'somebody signed in'])(
    'gives back what %s typed into the others, but no password and no code',
    async (who) => {
      const app = await open({ login: { emailCode: true } });
      const browser = app.browser({ address: '10.12.1.1' });
      if (who !== 'a stranger') await browser.register(freshName(), goodPassword);
      const owner = markIn((await browser.get('/logout')).text);
      const forms = formsOf(app);
      expect(forms.filter(({ keeps }) => keeps).length).toBeGreaterThan(7);
      for (const { path, keeps = {} } of forms) {
        const typed = Object.keys(keeps).filter((name) => keeps[name] !== null);
        const fields = typed.map((name): [string, string] => [name, `typed as ${name} ü`]);
        const secrets = ['password', 'newPassword', 'currentPassword', 'code', 'token'].map(
          (name): [string, string] => [name, 'secret-thing'],
        );
        const form = pairs(...fields, ...secrets, ['owner', owner], ['x', '1'], ['x', '2']);
        const answer = await sendRaw(browser, path, form);
        expect([answer.status, answer.cookies], path).toEqual([400, []]);
        expect(keptIn(answer.text), path).toEqual(Object.fromEntries(fields));
        expect(answer.text, path).not.toContain('secret-thing');
        if (typed.length > 0) expect(answer.text, path).toContain('x</code> is given more than once');
      }
    },
  );

  test('can be sent again as it comes back, with the first of the two values', async () => {
    const app = await open();
    const browser = app.browser({ address: '10.12.1.2' });
    await browser.register(freshName(), goodPassword);
    const owner = markIn((await browser.get('/account')).text);
    const { etag = '' } = (await browser.get('/api/me/data')).headers;
    const form = pairs(['owner', owner], ['data', '{"a":1}'], ['etag', etag], ['data', '{"a":2}']);
    const { status, text } = await sendRaw(browser, '/account/data', form);
    expect(status).toBe(400);
    expect((await browser.get('/api/me/data')).text).toBe('{}');
    const [again = ''] = /<form\b[^>]*action="\/account\/data".*?<\/form>/s.exec(text) ?? [];
    expect(markIn(again)).toBe(owner);
    const hidden = / name="etag" value="([^"]*)"/.exec(again)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const saved = await browser.submit('/account/data', { data: '{"a":1}', etag: hidden });
    expect(saved.headers.location).toBe('/account?done=data#data');
    expect((await browser.get('/api/me/data')).text).toBe('{"a":1}');
  });
});
