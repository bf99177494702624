import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';

const required = { login: { secondFactor: 'required' } } as const;
const here = '/login/add-second-factor';

/** The key, as a person reads it off the page. */
const keyOn = (page: string) =>
  [...(/<p class="key">(.*?)<\/p>/s.exec(page)?.[1] ?? '').matchAll(/<code>([A-Z2-7]+)<\/code>/g)]
    .map(([, group]) => group)
    .join('');

eachApp('the page on which a login adds a second factor', (open) => {
  test('leads from the registration to the key, the codes and on, without a script', async () => {
    const app = await open(required);
    const browser = app.browser();
    const form = { username: freshName(), password: goodPassword, next: '/reference' };
    const led = await browser.submit('/register', form);
    expect([led.status, led.headers.location]).toEqual([303, `${here}?next=%2Freference`]);
    const page = await browser.get(led.headers.location ?? '');
    const secret = keyOn(page.text);
    expect(secret).toHaveLength(32);
    expect(page.text).toContain('<svg class="qr"');
    expect(page.text).toMatch(/data-passkey="add" .*data-to="\/api\/login\/att_\w{12}\/add-passkey"/);
    expect(page.headers['cache-control']).toContain('no-store');

    const wrong = { factor: 'totp', code: wrongTotpCode(secret, app.clock()), next: '/reference' };
    const refused = await browser.submit(here, wrong);
    expect(refused.status).toBe(422);
    expect([keyOn(refused.text), refused.text.includes('4 more attempts')]).toEqual([secret, true]);

    const right = { factor: 'totp', code: totpCode(secret, app.clock()), next: '/reference' };
    const codes = await browser.submit(here, right);
    expect(codes.status).toBe(200);
    expect(codes.text.match(/data-code="/g) ?? codes.text.match(/<code data-code/g)).toHaveLength(10);
    expect(codes.text).toMatch(
      /<a class="button" href="\/login\/complete\?next=%2Freference&amp;attempt=[-\w]{14}">/,
    );
    expect((await browser.get('/api/session')).body.session?.aal).toBe(2);
    expect((await browser.get(here)).text, 'it is done').toContain('This sign-in has expired');
  });

  test('V3.7.2 leads to no stranger, and shows nothing to who holds no attempt', async () => {
    const app = await open(required);
    expect((await app.browser().get(here)).text).toContain('This sign-in has expired');
    const browser = app.browser();
    await browser.submit('/register', { username: freshName(), password: goodPassword });
    const page = await browser.get(`${here}?next=https://evil.example/`);
    const right = {
      factor: 'totp',
      code: totpCode(keyOn(page.text), app.clock()),
      next: 'https://evil.example/',
    };
    const codes = await browser.submit(here, right);
    expect(codes.text).not.toContain('evil.example');
    const given = [...codes.text.matchAll(/<code data-code[^>]*>([^<]+)</g)]
      .map(([, code]) => code)
      .join(' ');
    const shown = await browser.submit('/account/security/passkeys/codes', {
      codes: given,
      next: right.next,
    });
    expect([shown.status, shown.text.includes('evil.example')]).toEqual([200, false]);
  });

  test('leads to the second factor once the account has one', async () => {
    const app = await open(required);
    const username = freshName();
    const [first, late] = [app.browser(), app.browser()];
    await first.submit('/register', { username, password: goodPassword });
    const led = await late.submit('/login', { username, password: goodPassword });
    expect(led.headers.location).toBe(`${here}?next=%2Faccount`);
    const secret = keyOn((await first.get(here)).text);
    await first.submit(here, { factor: 'totp', code: totpCode(secret, app.clock()) });
    expect((await late.get(here)).headers.location).toBe('/login/second-factor?next=%2Faccount');
    const posted = await late.submit(here, { factor: 'totp', code: '123456' });
    expect(posted.headers.location).toBe('/login/second-factor?next=%2Faccount');
  });
});
