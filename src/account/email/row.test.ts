import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type OpenApp } from '../../../test/support/app.ts';
import { freshAddress, proveAddress } from '../../../test/support/mails.ts';

const beforeLogin = { email: { verification: 'before-login' } } as const;
const later = { email: { verification: 'later' } } as const;

async function person(open: OpenApp, options = {}) {
  const app = await open(options);
  const self = app.browser();
  const username = freshName();
  await self.register(username, goodPassword);
  /** What the row of the address says, without its markup. */
  const row = async () => {
    const { text } = await self.get('/account');
    const html = /<section class="row" id="email"[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
    return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  };
  const logIn = async () => (await app.browser().login(username, goodPassword)).body;
  return { app, self, row, logIn };
}

eachApp('the row of the email address', (open) => {
  test('shows what is verified and what is not, each with a chip of its own', async () => {
    const { app, self, row } = await person(open);
    const [first, second] = [freshAddress(), freshAddress()];
    expect(await row()).not.toMatch(/verified/i);
    await self.submit('/account/email', { email: first });
    expect(await row()).toMatch(new RegExp(`Email address ${first} Not verified Open the link`));
    const verified = await proveAddress(app, self);
    await self.submit('/account/email', { email: second });
    expect(await row()).toMatch(
      new RegExp(
        `Email address ${verified} Verified ${second} Not verified Open the link we emailed to ${second}`,
      ),
    );
  });

  test('says that the next sign-in waits for an address, exactly where it does', async () => {
    const { app, self, row, logIn } = await person(open, beforeLogin);
    expect((await logIn()).status).toBe('complete');
    expect(await row()).toContain("You'll need to open it before you can sign in again.");
    await self.submit('/account/email', { email: freshAddress() });
    expect(await row()).toContain("You'll need to do this before you can sign in again.");
    expect(await logIn()).toMatchObject({ status: 'more', next: [{ factor: 'verify-email' }] });

    await proveAddress(app, self);
    await self.submit('/account/email', { email: freshAddress() });
    expect((await logIn()).status).toBe('complete');
    expect(await row()).not.toContain('before you can sign in again');
  });

  test('asks for nothing before a sign-in where the policy does not', async () => {
    const { self, row, logIn } = await person(open, later);
    await self.submit('/account/email', { email: freshAddress() });
    expect((await logIn()).status).toBe('complete');
    expect(await row()).not.toContain('before you can sign in again');
  });
});
