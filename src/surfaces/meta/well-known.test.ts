import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';

const production = { mode: 'production', publicUrl: 'https://login.example.com' } as const;

eachApp('what browsers and password managers ask every website for', (open) => {
  test('the address to change a password leads to the form, and a stranger to the login first', async () => {
    const { browser } = await open(production);
    const person = browser();
    await person.register(freshName(), goodPassword);
    const led = await person.get('/.well-known/change-password');
    expect([led.status, led.headers.location]).toEqual([303, '/account#password']);
    const page = await person.get('/account', { headers: { accept: 'text/html' } });
    expect(page.text).toMatch(/id="password"[\s\S]*name="newPassword"/);
    const stranger = await browser().get('/account');
    expect([stranger.status, stranger.headers.location]).toEqual([303, '/login?next=%2Faccount']);
  });

  test('the addresses of passkeys are named where passkeys work, and not found where they do not', async () => {
    const { browser } = await open(production);
    const answer = await browser().get('/.well-known/passkey-endpoints');
    const here = 'https://login.example.com/account#passkeys';
    expect([answer.status, answer.body]).toEqual([200, { enroll: here, manage: here }]);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const person = browser();
    await person.register(freshName(), goodPassword);
    expect((await person.get('/account')).text).toContain('id="passkeys"');
    const local = await open({ publicUrl: 'http://127.0.0.1:5000' });
    expect(
      (await local.browser().get('/.well-known/passkey-endpoints')).body,
      'by the name that they have',
    ).toEqual({
      enroll: 'http://localhost:5000/account#passkeys',
      manage: 'http://localhost:5000/account#passkeys',
    });
    const without = await open({ mode: 'production', publicUrl: 'http://127.0.0.1:5000' });
    expect((await without.browser().get('/.well-known/passkey-endpoints')).status).toBe(404);
  });

  test('an icon is found, and other such addresses are not', async () => {
    const { browser } = await open(production);
    const { status, headers } = await browser().get('/favicon.ico');
    expect(status).toBe(302);
    const icon = await browser().get(headers.location ?? '');
    expect([icon.status, icon.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    const nowhere = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200';
    for (const accept of ['text/html', '*/*'])
      expect((await browser().get(nowhere, { headers: { accept } })).status).toBe(404);
  });
});
