import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../test/support/app.ts';
import { freshAddress, proveAddress } from '../../test/support/mails.ts';
import { minutes } from '../kit/duration.ts';

eachApp('the email address of an account', (open) => {
  test('P5 stands in the account and by itself: none, pending, verified, and verified with another pending', async () => {
    const app = await open();
    const person = app.browser();
    const { body } = await person.register(freshName(), goodPassword);
    const seen = async () => {
      const [me, own] = [await person.get('/api/me'), await person.get('/api/me/email')];
      expect([me.status, own.status, own.headers['content-type']]).toEqual([
        ...[200, 200],
        'application/json; charset=utf-8',
      ]);
      const { email, ...account } = me.body;
      expect(account).toMatchObject({ id: body.account?.id, username: body.account?.username });
      expect(JSON.parse(own.text)).toEqual(email);
      return email;
    };
    expect(await seen()).toBeNull();
    const [first, second] = [freshAddress(), freshAddress()];
    await person.send('PUT', '/api/me/email', { email: first });
    expect(await seen()).toEqual({ address: null, verifiedAt: null, pending: first });
    app.clock.advance(minutes(2));
    await proveAddress(app, person, first);
    const verified = { address: first, verifiedAt: '2030-01-01T12:02:00.000Z' };
    expect(await seen()).toEqual({ ...verified, pending: null });
    await person.send('PUT', '/api/me/email', { email: second });
    expect(await seen()).toEqual({ ...verified, pending: second });
    await person.send('DELETE', '/api/me/email');
    expect(await seen()).toBeNull();
  });

  test("P5 is nobody else's to read, and no answer but these two carries it", async () => {
    const app = await open();
    const person = app.browser();
    const name = freshName();
    await person.register(name, goodPassword);
    const address = await proveAddress(app, person);
    expect((await app.browser().get('/api/me/email')).status).toBe(401);
    const other = app.browser();
    await other.register(freshName(), goodPassword);
    expect((await other.get('/api/me')).body.email).toBeNull();
    expect((await person.get('/api/session')).text).not.toContain(address);
    expect((await app.browser().login(name, goodPassword)).text).not.toContain(address);
  });
});
