import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { renderPage } from '../../../test/support/in-english.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { PasskeysSection } from '../../factors/passkey/show/section.tsx';
import { RecoveryCodesPage } from '../../factors/recovery-code/page.tsx';
import { RecoveryCodesSection } from '../../factors/recovery-code/section.tsx';
import { TotpSection } from '../../factors/totp/section.tsx';
import { minutes } from '../../kit/duration.ts';

const pages = '/account/security';
const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
const since = '2026-03-04T05:06:07.000Z';

async function person({ browser }: TestApp): Promise<Browser> {
  const self = browser();
  await self.register(freshName(), goodPassword);
  return self;
}

async function shownKey(self: Browser): Promise<string> {
  const { text } = await self.get(`${pages}/totp`);
  return [...text.matchAll(/<code>([A-Z2-7]{4})<\/code>/g)].map(([, group]) => group).join('');
}

test.each([
  [true, 'Signing in without a password'],
  [false, 'The second step when you sign in'],
])('a passkey says what it is used for: %s', (opensAlone, use) => {
  const passkey = { id: 'p1', name: 'Phone', synced: false, opensAlone, createdAt: since, lastUsedAt: null };
  const html = renderPage(<PasskeysSection passkeys={[passkey]} origin={null} mustStay={false} />);
  expect(html).toContain(`<dt>Used for</dt><dd>${use}</dd>`);
});

eachApp('the pages of an authenticator app', (open) => {
  test('lead from the button to the codes, without a script', async () => {
    const app = await open();
    const self = await person(app);
    const begun = await self.submit(`${pages}/totp`, {});
    expect([begun.status, begun.headers.location]).toEqual([303, `${pages}/totp`]);
    const key = await shownKey(self);
    expect(key).toHaveLength(32);
    expect(await shownKey(self), 'shown again, not made again').toBe(key);
    const page = await self.get(`${pages}/totp`);
    expect(page.text).toContain('role="img"');
    expect(page.text).toContain('inputmode="numeric" autocomplete="one-time-code"');
    expect(page.text).not.toMatch(/ style=|<style/);

    const done = await self.submit(`${pages}/totp/confirm`, { code: totpCode(key, app.clock()) });
    expect(done.status).toBe(200);
    expect(done.headers['cache-control']).toContain('no-store');
    const codes = [...done.text.matchAll(/data-code(?:="[^"]*")?>([0-9a-z-]{29})</g)].map(([, code]) => code);
    expect(new Set(codes).size).toBe(10);
    const again = await self.submit(`${pages}/totp`, {});
    expect([again.status, again.headers.location]).toEqual([303, '/account#totp']);
  });

  test('a wrong code comes back with the same key, and no code in the page', async () => {
    const app = await open();
    const self = await person(app);
    await self.submit(`${pages}/totp`, {});
    const key = await shownKey(self);
    const code = wrongTotpCode(key, app.clock());
    const answer = await self.submit(`${pages}/totp/confirm`, { code });
    expect(answer.status).toBe(422);
    expect(answer.text.split('Incorrect code. You have 4 more attempts.')).toHaveLength(2);
    expect(answer.text).toContain('id="code-error"');
    expect(answer.text).toContain('aria-describedby="code-error code-hint"');
    expect(answer.text).not.toContain(`value="${code}"`);
    expect(await shownKey(self)).toBe(key);
  });

  test('after the last wrong code it is told to begin again', async () => {
    const app = await open();
    const self = await person(app);
    await self.submit(`${pages}/totp`, {});
    const form = { code: wrongTotpCode(await shownKey(self), app.clock()) };
    for (let tries = 0; tries < 4; tries++) await self.submit(`${pages}/totp/confirm`, form);
    const last = await self.submit(`${pages}/totp/confirm`, form);
    expect([last.status, last.text.includes('Start over')]).toEqual([422, true]);
    expect((await self.submit(`${pages}/totp/confirm`, form)).status).toBe(409);
    expect((await self.get(`${pages}/totp`)).headers.location).toBe('/account#totp');
  });

  test('the app is removed, and what was only begun is left, on the way back to the account', async () => {
    const app = await open();
    const self = await person(app);
    await self.submit(`${pages}/totp`, {});
    const left = await self.submit(`${pages}/totp/remove`, {});
    expect([left.status, left.headers.location]).toEqual([303, '/account?done=totp-left#totp']);
    await self.submit(`${pages}/totp`, {});
    await self.submit(`${pages}/totp/confirm`, { code: totpCode(await shownKey(self), app.clock()) });
    const removed = await self.submit(`${pages}/totp/remove`, {});
    expect([removed.status, removed.headers.location]).toEqual([303, '/account?done=totp-removed#totp']);
    const nothing = await self.submit(`${pages}/totp/remove`, {});
    expect(nothing.headers.location).toBe('/account#totp');
  });

  test('V7.5.1 an old proof is not enough to see the key or to get codes', async () => {
    const app = await open();
    const self = await person(app);
    await self.submit(`${pages}/totp`, {});
    app.clock.advance(minutes(10) + 1);
    for (const answer of [
      await self.get(`${pages}/totp`),
      await self.submit(`${pages}/totp`, {}),
      await self.submit(`${pages}/totp/confirm`, { code: '123456' }),
      await self.submit(`${pages}/totp/remove`, {}),
      await self.submit(`${pages}/recovery-codes`, {}),
    ]) {
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(/^\/account\/prove\?next=/);
      expect(answer.text).not.toMatch(/[A-Z2-7]{32}/);
    }
  });

  test('new recovery codes are shown by the answer itself, and never by an address', async () => {
    const app = await open();
    const self = await person(app);
    await self.submit(`${pages}/totp`, {});
    await self.submit(`${pages}/totp/confirm`, { code: totpCode(await shownKey(self), app.clock()) });
    const answer = await self.submit(`${pages}/recovery-codes`, {});
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Your recovery codes');
    expect(answer.text).not.toMatch(/(href|src|action)="[^"]*[0-9a-z]{4}-[0-9a-z]{4}-/);
    expect((await self.get(`${pages}/recovery-codes`)).status).not.toBe(200);
  });
});

describe('the sections of second factors', () => {
  test('offer to set the app up, or to remove it behind a fold', () => {
    const off = renderPage(<TotpSection since={null} mustStay={false} />);
    expect(off).toContain('action="/account/security/totp"');
    expect(off).not.toContain('remove');
    const on = renderPage(<TotpSection since={since} mustStay={false} />);
    expect(on).toContain('data-row-change');
    expect(on).toContain('action="/account/security/totp/remove"');
  });

  test('offer no way to remove the last one of an account that must have one', () => {
    const app = renderPage(<TotpSection since={since} mustStay />);
    const passkey = { id: 'p', name: 'My phone', synced: true, opensAlone: true, createdAt: since };
    const passkeys = [{ ...passkey, lastUsedAt: null }];
    const key = renderPage(<PasskeysSection passkeys={passkeys} origin={null} mustStay />);
    for (const section of [app, key]) {
      expect(section).not.toMatch(/action="[^"]*remove"/);
      expect(section).toContain('To remove this one, add another first.');
    }
  });

  test('warn when recovery codes run low, and only then', () => {
    const left = (count: number) => renderPage(<RecoveryCodesSection left={count} of={10} since={since} />);
    expect(left(10)).toContain('10 of 10 left');
    expect(left(3)).not.toContain('notice');
    expect(left(2)).toContain('You have only a few left.');
    expect(left(0)).toContain('You have none left.');
    expect(renderPage(<RecoveryCodesSection left={0} of={10} since={null} />)).not.toContain('notice');
  });

  test('escape the names that people and sites have', () => {
    const evil = '"><script>alert(1)</script>';
    const page = (
      <RecoveryCodesPage
        site={{ ...site, name: evil }}
        viewer={{ username: evil }}
        codes={[evil]}
        madeAt={since}
        next="/account"
      />
    );
    expect(renderPage(page)).not.toContain('<script>');
  });
});
