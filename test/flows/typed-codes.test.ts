import { expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { leadsTo } from '../support/leads-to.ts';
import { loginCodeTo, proveAddress } from '../support/mails.ts';
import { protectedPerson } from '../support/second-factors.ts';
import { totpCode } from '../support/totp-codes.ts';

/** As a keyboard of another script writes digits, with the marks that copying brings along. */
const arabic = (code: string) =>
  `\u200f${code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))}\u200f`;
const wide = (code: string) =>
  code.replaceAll(/[0-9a-z-]/g, (char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0));
const dashed = (code: string) => code.replaceAll(/.{3}(?=.)/g, '$&–');

/** Beginning a login whose second factor is missing, in a browser that was never here. */
async function unfinished(app: TestApp, username: string) {
  const browser = app.browser();
  const { attempt } = (await browser.login(username, goodPassword)).body;
  return { browser, url: `/api/login/${attempt}` };
}

eachApp('a code as people type it', (open) => {
  for (const [how, typed] of Object.entries({ arabic, wide, dashed })) {
    test(`is right in a login, in a session and for a new app, over API and page (${how})`, async () => {
      const app = await open();
      const { self, username, secret, codes } = await protectedPerson(app);
      const next = () => {
        app.clock.advance(seconds(60));
        return typed(totpCode(secret, app.clock()));
      };
      const api = await unfinished(app, username);
      expect((await api.browser.post(`${api.url}/totp`, { code: next() })).status).toBe(200);
      const page = await unfinished(app, username);
      const onPage = { factor: 'totp', code: next() };
      expect((await page.browser.submit('/login/second-factor', onPage)).status).toBe(303);
      expect((await self.post('/api/reauthenticate', { factor: 'totp', code: next() })).status).toBe(200);
      expect((await self.submit('/account/prove', { factor: 'totp', code: next() })).status).toBe(303);
      const [first = '', second = '', third = ''] = codes.map(typed);
      const paper = await unfinished(app, username);
      expect((await paper.browser.post(`${paper.url}/recovery-code`, { code: first })).status).toBe(200);
      const paperOnPage = { factor: 'recovery-code', code: second };
      const form = await unfinished(app, username);
      expect((await form.browser.submit('/login/second-factor', paperOnPage)).status).toBe(303);
      const proved = await self.post('/api/reauthenticate', { factor: 'recovery-code', code: third });
      expect(proved.status).toBe(200);
      for (const confirm of ['API', 'page']) {
        await self.send('DELETE', '/api/me/totp');
        const begun = (await self.post('/api/me/totp')).body.secret ?? '';
        const code = typed(totpCode(begun, app.clock()));
        const confirmed =
          confirm === 'API'
            ? await self.post('/api/me/totp/confirm', { code })
            : await self.submit('/account/security/totp/confirm', { code });
        expect(confirmed.status, confirm).toBe(200);
      }
    });

    test(`is right from an email, over API and page, and for an app that a login adds (${how})`, async () => {
      const app = await open({ login: { emailCode: true } });
      const self = app.browser();
      const username = freshName();
      await self.register(username, goodPassword);
      const email = await proveAddress(app, self);
      const api = app.browser();
      const { attempt } = (await api.post('/api/login', { username })).body;
      const code = typed(await loginCodeTo(app, email));
      expect((await api.post(`/api/login/${attempt}/email-code`, { code })).status).toBe(200);
      const page = app.browser();
      await page.submit('/login/send-code', { username });
      const onPage = { code: typed(await loginCodeTo(app, email)) };
      expect(leadsTo(await page.submit('/login/email-code', onPage))).toBe('/account');
      const strict = await open({ login: { secondFactor: 'required' } });
      const fresh = strict.browser();
      const begun = (await fresh.register(freshName(), goodPassword)).body;
      const secret = String(begun.next?.find(({ factor }) => factor === 'add-totp')?.secret);
      const added = { code: typed(totpCode(secret, strict.clock())) };
      expect((await fresh.post(`/api/login/${begun.attempt}/add-totp`, added)).status).toBe(200);
    });
  }
});
