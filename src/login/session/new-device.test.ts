import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { days, hours } from '../../kit/duration.ts';

const bearer = { transport: 'bearer' };

/** Somebody with a confirmed address, in the browser in which the account was registered. */
async function person(app: TestApp) {
  const browser = app.browser();
  const username = freshName();
  await browser.register(username, goodPassword);
  const email = await proveAddress(app, browser);
  const notices = async () =>
    (await mailsTo(app, email)).filter(
      ({ subject }) => subject === 'New sign-in to your account at Latchkey',
    );
  return { browser, username, email, notices };
}

eachApp('word of a login from a new device', (open) => {
  test('V6.3.5 comes once, says from where, and not for a browser that the account knows', async () => {
    const app = await open();
    const { browser, username, notices } = await person(app);
    await browser.login(username, goodPassword);
    expect(await notices()).toEqual([]);
    const stranger = app.browser({ address: '203.0.113.9', device: 'curl/8.5.0' });
    expect((await stranger.login(username, otherPassword)).status).toBe(401);
    expect(await notices(), 'a failure opens nothing').toEqual([]);
    await stranger.login(username, goodPassword);
    expect(await notices()).toHaveLength(1);
    const [mail] = await notices();
    expect(mail?.text).toContain('at the network address 203.0.113.9');
    expect(mail?.text).toContain("If it wasn't you:");
    await stranger.login(username, goodPassword);
    expect(await notices(), 'now it is known').toHaveLength(1);
  });

  test('does not come for a registration, also when its address was confirmed on the way', async () => {
    const app = await open();
    const browser = app.browser();
    const email = freshAddress();
    const { attempt } = (await browser.register(freshName(), goodPassword, { email })).body;
    await app.browser().post('/api/email/verify', { token: await codeTo(app, email) });
    const done = await browser.post(`/api/login/${attempt}/verify-email`, {});
    expect(done.body.status).toBe('complete');
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  test('goes to no address that is not confirmed', async () => {
    const app = await open({ email: { verification: 'later' } });
    const [username, email] = [freshName(), freshAddress()];
    await app.browser().register(username, goodPassword, { email });
    await app.browser().login(username, goodPassword);
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  test('a program is known by its name and its network for thirty days after its last login', async () => {
    const app = await open();
    const { username, notices } = await person(app);
    const runs = (from: object) => app.browser(from).login(username, goodPassword, bearer);
    const script = { address: '203.0.113.9', device: 'curl/8.5.0' };
    for (let run = 0; run < 3; run++) {
      expect((await runs(script)).body.token).toMatch(/^lkb_/);
      app.clock.advance(days(29));
    }
    expect(await notices()).toHaveLength(1);
    await runs({ ...script, address: '203.0.113.10' });
    await runs({ ...script, device: 'python-requests/2' });
    expect(await notices()).toHaveLength(3);
    app.clock.advance(days(30));
    await runs(script);
    expect(await notices()).toHaveLength(4);
  });

  test('V2.4.1 no more than the mails of an hour, however many log in, and the logins go on', async () => {
    const app = await open();
    const { username, notices } = await person(app);
    const logins = Array.from({ length: 12 }, (_, at) =>
      app.browser({ address: `203.0.113.${at}` }).login(username, goodPassword, at % 2 ? bearer : {}),
    );
    for (const { body } of await Promise.all(logins)) expect(body.status).toBe('complete');
    expect(await notices()).toHaveLength(5);
    app.clock.advance(hours(1));
    await app.browser().login(username, goodPassword);
    expect(await notices()).toHaveLength(6);
  });
});
