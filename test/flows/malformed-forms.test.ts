import { expect, test } from 'vitest';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { type Answer, type Browser, markIn } from '../support/browser-of.ts';
import { unfinished } from '../support/second-factors.ts';

const formType = 'application/x-www-form-urlencoded';

/** Bodies that no form of a page sends, each by its type and whatever else is said of it. */
const malformed: Readonly<Record<string, readonly [body: string | Buffer, type: string, coding?: string]>> = {
  JSON: ['{"username": "ada"}', 'application/json'],
  'a text': ['username=ada', 'text/plain'],
  'a form with parts': [
    '--b\r\nContent-Disposition: form-data; name="username"\r\n\r\nada\r\n--b--\r\n',
    'multipart/form-data; boundary=b',
  ],
  'no type': ['username=ada', ''],
  'a type that is none': ['username=ada', 'form'],
  'a compressed form': ['username=ada', formType, 'gzip'],
  'a doubled field': ['username=ada&username=grace', formType],
  'a percent sign that stands wrong': ['username=%', formType],
  'bytes that are no text': [Buffer.from('username=\xff', 'latin1'), formType],
  'a form that is too large': [`data=${'x'.repeat(500_000)}`, formType],
};

/** Forms that can be read, and that no page has. */
const strange: readonly Readonly<Record<string, string>>[] = [
  {},
  { unknown: '1' },
  { 'username[]': 'ada', 'password[$ne]': '' },
  { __proto__x: '1', constructor: '1', toString: '1' },
  { factor: 'passkey', code: '123456', act: 'passkey' },
  { factor: 'toString', code: '123456', act: 'toString' },
  {
    username: 'a\0b',
    email: 'a\0b@example.com',
    code: 'a\0b',
    token: 'lnk_\0',
    name: 'a\0b',
    data: '"\\u0000"',
  },
];

/** What is written for programs, and of no use on a page. */
const forPrograms = /\/api\/|JSON|Pointer|errors|header|Retry-After|ETag|`/i;

function expectPage(answer: Answer, name: string) {
  expect(answer.headers['content-type'], name).toBe('text/html; charset=utf-8');
  expect(answer.text, name).toContain('<h1');
  const [, refusal] = /<article class="prose error-page">(.*?)<\/article>/s.exec(answer.text) ?? [];
  if (refusal !== undefined) expect(refusal, name).not.toMatch(forPrograms);
}

let addresses = 0;

async function somebody(app: TestApp): Promise<Browser> {
  const browser = app.browser({ address: `10.11.1.${++addresses}` });
  expect((await browser.register(freshName(), goodPassword)).status).toBe(201);
  return browser;
}

const visitors: Readonly<Record<string, (app: TestApp) => Promise<Browser>>> = {
  'a stranger': async (app) => app.browser({ address: `10.11.2.${++addresses}` }),
  'somebody half-way': async (app) => (await unfinished(app)).browser,
  'somebody signed in': somebody,
};

const formsOf = (app: TestApp) =>
  allRoutes(app.services, '0.0.0-test').filter(({ kind, method }) => kind === 'page' && method === 'POST');

eachApp('a page that is sent what none of its forms sends', (open) => {
  const accept = { accept: 'text/html' };

  test.each(Object.entries(visitors))(
    'says so on a page, in words for people, to %s',
    async (who, appear) => {
      const app = await open({ login: { emailCode: true } });
      const browser = await appear(app);
      const forms = formsOf(app);
      expect(forms.length).toBeGreaterThan(20);
      for (const { path } of forms) {
        for (const [what, [raw, type, coding]] of Object.entries(malformed)) {
          const headers = { ...accept, 'content-type': type, ...(coding && { 'content-encoding': coding }) };
          const answer = await browser.send('POST', path.replaceAll(/:\w+/g, 'nothing'), undefined, {
            raw,
            headers,
          });
          const name = `${what} at ${path} from ${who}`;
          expect([400, 413, 415, 422], name).toContain(answer.status);
          expectPage(answer, name);
        }
        const wrong = await browser.send('DELETE', path.replaceAll(/:\w+/g, 'nothing'), undefined, {
          headers: accept,
        });
        expect(wrong.status, path).toBe(405);
        expectPage(wrong, path);
      }
    },
  );

  test.each(Object.entries(visitors))(
    'never fails over fields that it does not have, from %s',
    async (who, appear) => {
      const app = await open({ login: { emailCode: true } });
      for (const { path } of formsOf(app)) {
        const browser = await appear(app);
        const owner = markIn(
          (await browser.get(who === 'somebody signed in' ? '/logout' : '/login/second-factor')).text,
        );
        for (const fields of strange) {
          const form = owner === '' ? fields : { ...fields, owner };
          const answer = await browser.send('POST', path.replaceAll(/:\w+/g, 'nothing'), undefined, {
            form,
            headers: accept,
          });
          const name = `${JSON.stringify(fields)} at ${path} from ${who}`;
          expect(answer.status, name).toBeLessThan(500);
          if (answer.status !== 303) expectPage(answer, name);
        }
      }
    },
  );
});
