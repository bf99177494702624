import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { findTrail } from '../../people/trails/index.ts';

const around = [' ', '\t', '\u00a0', '\u200b', '\u2060', '\ufeff', '\u3000', '\u{e0041}', '\r\n'];

/** What a trail says of a typed name. */
async function said(app: TestApp, attempt: string | undefined): Promise<unknown[]> {
  await app.services.trails.flush();
  const trail = await findTrail(app.services.db, attempt ?? '');
  const steps = trail?.parts.flatMap(({ steps }) => steps) ?? [];
  return steps.filter(({ code }) => code === 'name-typed').map(({ ms: _, ...step }) => step);
}

interface Named {
  readonly name: string;
  readonly address: string;
}

eachApp('a name with unseen characters', (open) => {
  test('logs its owner in when they stand around it, by username and by address', async () => {
    const app = await open({ login: { identifiers: 'both' } });
    const owner = app.browser();
    const name = freshName();
    await owner.register(name, goodPassword);
    const address = await proveAddress(app, owner);
    for (const char of around) {
      for (const typed of [`${name}${char}`, `${char}${name}`, `${char} ${address}${char}`]) {
        const answer = await app.browser().login(typed, goodPassword);
        expect([answer.status, JSON.stringify(typed)]).toEqual([200, JSON.stringify(typed)]);
      }
    }
  });

  test('V6.2.8 is another name when they stand inside it, and its trail names the character', async () => {
    const app = await open();
    const name = freshName();
    await app.browser().register(name, goodPassword);
    const typed = `${name.slice(0, 2)}\u200b${name.slice(2)}`;
    const refused = await app.browser().login(typed, goodPassword);
    expect(refused.status).toBe(401);
    const attempt = refused.headers['latchkey-attempt'];
    expect(await said(app, attempt)).toEqual([{ code: 'name-typed', character: 0x200b, place: 'inside' }]);
    const trimmed = await app.browser().login(`${name}\u00a0`, goodPassword);
    expect(await said(app, trimmed.headers['latchkey-attempt'])).toEqual([
      { code: 'name-typed', character: 0xa0, place: 'around' },
    ]);
  });

  test('is registered without those around it, and refused with one inside', async () => {
    const app = await open();
    const name = freshName();
    const registered = await app.browser().register(`\u00a0${name} `, goodPassword);
    expect([registered.status, registered.body.account?.username]).toEqual([201, name]);
    const twin = await app.browser().register(`${name}\u200b`, goodPassword);
    expect([twin.status, twin.body.code]).toEqual([409, 'username-taken']);
    const inside = await app.browser().register(`x\u00a0${name}`, goodPassword);
    expect([inside.status, inside.body.code]).toEqual([422, 'username-refused']);
    expect(await said(app, inside.headers['latchkey-attempt'])).toEqual([
      { code: 'name-typed', character: 0xa0, place: 'inside' },
    ]);
  });

  test('finds the account to recover, to send a code to, and the address to confirm', async () => {
    const app = await open({ login: { emailCode: true } });
    const owner = async () => {
      const self = app.browser();
      const name = freshName();
      await self.register(name, goodPassword);
      return { self, name, address: await proveAddress(app, self) };
    };
    // Somebody for each: asking a second time for the same mail makes no other.
    const ways = [
      ({ name }: Named) => app.browser().post('/api/recover', { identifier: `${name}\u200b` }),
      ({ address }: Named) => app.browser().post('/api/recover', { identifier: `\u2060${address}\u00a0` }),
      ({ name }: Named) => app.browser().post('/api/login', { username: `${name} ` }),
    ];
    for (const ask of ways) {
      const { name, address } = await owner();
      const before = (await mailsTo(app, address)).length;
      await ask({ name, address });
      expect(await mailsTo(app, address)).toHaveLength(before + 1);
    }

    const { self } = await owner();
    const next = freshAddress();
    await self.send('PUT', '/api/me/email', { email: `\u200b${next}\u00a0` });
    expect(await mailsTo(app, next)).toHaveLength(1);
  });

  test('V6.2.8 a password keeps what stands around it', async () => {
    const app = await open();
    const name = freshName();
    await app.browser().register(name, `${goodPassword} `);
    expect((await app.browser().login(name, goodPassword)).status).toBe(401);
    expect((await app.browser().login(name, `${goodPassword} `)).status).toBe(200);
  });
});
