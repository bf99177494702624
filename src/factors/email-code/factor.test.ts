import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type Settings, type TestApp } from '../../../test/support/app.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { loginCodeTo, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { hours, minutes } from '../../kit/duration.ts';
import type { MailRequester } from '../../people/limits/index.ts';
import { hashEmailCode } from './code.ts';
import { emailCodeFactor } from './factor.ts';
import { sendEmailCode } from './send.ts';
import { deleteExpiredEmailCodes, findCode } from './store.ts';

const on: Settings = { login: { emailCode: true } };
const client = { actor: 'person', address: '203.0.113.9', device: 'a test' } as const;
const by = { isKnown: false, hasProved: false, address: client.address };

/** Somebody with a confirmed address, to whom codes are sent and who answers with them. */
async function withAddress(app: TestApp) {
  const { services, clock } = app;
  const { db } = services;
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  const id = body.account?.id ?? '';
  const address = await proveAddress(app, self);
  const send = (attempt = 'att_1', requester: MailRequester = by) =>
    inTransaction(db, (tx) =>
      sendEmailCode(tx, services, {
        account: { id, username },
        name: 'a name',
        subject: `${attempt}-${username}`,
        client,
        trailId: attempt,
        by: requester,
      }),
    );
  const verify = (code: string, attempt = 'att_1', role: 'first' | 'second' = 'first', of = username) => {
    const asked = { accountId: id, subject: `${attempt}-${of}`, role, now: clock() };
    return inTransaction(db, (tx) => emailCodeFactor.verify(tx, services, asked, { code }));
  };
  const code = () => loginCodeTo(app, address);
  return { id, username, address, send, verify, code };
}

const refused = (reason: string) => ({ ok: false, reason, facts: {} });
const other = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

eachApp('codes by mail', (open) => {
  test('V6.5.1 a code is accepted once, as a first factor, however it is spaced', async () => {
    const app = await open(on);
    const { id, username, address, send, verify, code } = await withAddress(app);
    expect(await emailCodeFactor.isSetUp(app.services.db, id)).toBe(true);
    expect(await send()).toBe('sent');
    const mail = (await mailsTo(app, address)).at(-1);
    expect(mail?.subject).toBe('Your sign-in code for Latchkey');
    expect(mail?.text).toContain(`"${username}"`);
    expect(mail?.text).toContain('within 10 minutes');
    const typed = await code();
    expect(typed).toMatch(/^\d{8}$/);
    const proof = { ok: true, accountId: id, amr: ['email'], isMultiFactor: false, facts: {} };
    expect(await verify(` ${typed.slice(0, 4)}  ${typed.slice(4)}`)).toEqual(proof);
    expect(await verify(typed)).toEqual(refused('already-used'));
  });

  test('V6.6.3 five wrong codes are judged, however many come at once, and then the right one is refused', async () => {
    const app = await open(on);
    const { username, send, verify, code } = await withAddress(app);
    await send();
    const right = await code();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verify(other(right))));
    const reasons = verdicts.map((verdict) => (verdict.ok ? 'ok' : verdict.reason));
    expect(reasons.filter((reason) => reason === 'wrong')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'too-many-tries')).toHaveLength(45);
    expect(await verify(right)).toEqual(refused('too-many-tries'));
    expect(await findCode(app.services.db, `att_1-${username}`)).toMatchObject({ tries: 5, used_at: null });
  });

  test('V6.6.3 after four wrong ones the right one is accepted', async () => {
    const { send, verify, code } = await withAddress(await open(on));
    await send();
    const right = await code();
    for (let tries = 0; tries < 4; tries++) expect(await verify(other(right))).toEqual(refused('wrong'));
    expect(await verify(right)).toMatchObject({ ok: true });
  });

  test('V6.6.3 a new code kills the old one, also that of another attempt', async () => {
    const { send, verify, code } = await withAddress(await open(on));
    await send('att_1');
    const old = await code();
    await send('att_1');
    const newer = await code();
    expect(await verify(old, 'att_1')).toEqual(refused('replaced'));
    expect(await verify(newer, 'att_1')).toMatchObject({ ok: true });
  });

  test('the code of one attempt stays good while others ask for codes of their own', async () => {
    const { send, verify, code } = await withAddress(await open(on));
    await send('att_1');
    const first = await code();
    for (const attempt of ['att_2', 'att_3']) await send(attempt);
    const third = await code();
    expect(await verify(third, 'att_2')).toEqual(refused('other-attempt'));
    expect(await verify(first, 'att_3')).toEqual(refused('other-attempt'));
    expect(await verify(first, 'att_1')).toMatchObject({ ok: true });
    expect(await verify(third, 'att_3')).toMatchObject({ ok: true });
  });

  test('V6.5.5 it is good for ten minutes, to the millisecond', async () => {
    const app = await open(on);
    const { send, verify, code } = await withAddress(app);
    await send();
    app.clock.advance(minutes(10) - 1);
    expect(await verify(await code())).toMatchObject({ ok: true });
    await send();
    app.clock.advance(minutes(10));
    expect(await verify(await code())).toEqual(refused('expired'));
  });

  test('V6.6.2 it is good for the attempt and the account that it was sent for, and for no other', async () => {
    const app = await open(on);
    const [one, two] = [await withAddress(app), await withAddress(app)];
    await one.send('att_1');
    await two.send('att_1');
    const code = await one.code();
    expect(await one.verify(code, 'att_2')).toEqual(refused('not-sent'));
    expect(await two.verify(code, 'att_1')).toEqual(refused('wrong'));
    expect(await two.verify(code, 'att_1', 'first', one.username)).toEqual(refused('not-sent'));
    expect(await one.verify(code, 'att_1')).toMatchObject({ ok: true });
    // A row that is carried to another account or attempt is worth nothing there: both are in the hash.
    await one.send('att_1');
    const { db } = app.services;
    const subjects = [`att_1-${one.username}`, `att_1-${two.username}`] as const;
    const { code_hash } = (await findCode(db, subjects[0])) ?? { code_hash: '' };
    await db.updateTable('email_codes').set({ code_hash }).where('subject', '=', subjects[1]).execute();
    expect(await two.verify(await one.code(), 'att_1')).toEqual(refused('wrong'));
    const moved = { subject: `att_3-${one.username}` };
    await db.updateTable('email_codes').set(moved).where('subject', '=', subjects[0]).execute();
    expect(await one.verify(await one.code(), 'att_3')).toEqual(refused('wrong'));
  });

  test('strangers bring five in an hour at most, and use up nothing of who is known or has proved work', async () => {
    const app = await open(on);
    const { username, address, send, verify } = await withAddress(app);
    const before = (await mailsTo(app, address)).length;
    const states = await Promise.all(Array.from({ length: 20 }, (_, at) => send(`att_${at}`)));
    expect(states.filter((state) => state === 'sent')).toHaveLength(5);
    expect(states.filter((state) => state === 'too-many')).toHaveLength(15);
    expect(await mailsTo(app, address)).toHaveLength(before + 5);
    const requesters = {
      known: { ...by, isKnown: true },
      proved: { ...by, hasProved: true },
      elsewhere: { ...by, hasProved: true, address: '198.51.100.7' },
    };
    for (const [name, requester] of Object.entries(requesters)) {
      const theirs = await Promise.all(
        Array.from({ length: 7 }, (_, at) => send(`${name}_${at}`, requester)),
      );
      expect(
        theirs.filter((state) => state === 'sent'),
        name,
      ).toHaveLength(5);
    }
    for (const { text } of (await mailsTo(app, address)).slice(before)) {
      const code = /^ {4}(\d{4}) (\d{4})$/m.exec(text)?.slice(1).join('') ?? '';
      const attempts = [...states.keys()].map((at) => `att_${at}`);
      const more = Object.keys(requesters).flatMap((name) =>
        [0, 1, 2, 3, 4, 5, 6].map((at) => `${name}_${at}`),
      );
      let isGood = false;
      for (const attempt of [...attempts, ...more]) {
        const stored = await findCode(app.services.db, `${attempt}-${username}`);
        if (stored?.used_at !== null || stored.tries > 0) continue;
        const whose = { accountId: stored.account_id, subject: stored.subject };
        if (stored.code_hash !== hashEmailCode(app.services.secretKey, whose, code)) continue;
        isGood = (await verify(code, attempt)).ok;
      }
      expect(isGood).toBe(true);
    }
    app.clock.advance(hours(1));
    expect(await send()).toBe('sent');
  });

  test('V6.3.6 it is off by default, and never a second factor', async () => {
    const off = await open();
    const asked = { accountId: 'x', subject: 'att_1', now: off.clock() };
    expect(off.config.login.emailCode).toBe(false);
    expect(await emailCodeFactor.offer(off.services, { ...asked, role: 'first' })).toBeNull();
    const sleeper = await withAddress(off);
    await sleeper.send();
    expect(await sleeper.verify(await sleeper.code())).toEqual(refused('not-allowed'));

    const app = await open(on);
    const { send, verify, code } = await withAddress(app);
    expect(emailCodeFactor.isSecond).toBe(false);
    expect(await emailCodeFactor.offer(app.services, { ...asked, role: 'second' })).toBeNull();
    await send();
    expect(await verify(await code(), 'att_1', 'second')).toEqual(refused('not-allowed'));
    expect(await verify(await code())).toMatchObject({ ok: true });
  });

  test('without an account or a confirmed address nothing is sent, and no code fits', async () => {
    const app = await open(on);
    const { services, database } = app;
    const username = freshName();
    const { body } = await app
      .browser()
      .register(username, goodPassword, { email: 'unconfirmed@example.com' });
    const account = { id: body.account?.id ?? '', username };
    const before = await mailsTo(app, 'unconfirmed@example.com');
    for (const whose of [null, account]) {
      const wanted = { account: whose, name: 'somebody', subject: 'att_7', client, trailId: 'att_7', by };
      const state = await inTransaction(services.db, (tx) => sendEmailCode(tx, services, wanted));
      expect(state).toBe('no-address');
    }
    expect(await mailsTo(app, 'unconfirmed@example.com')).toEqual(before);
    const rows = await everyRow(database);
    expect(rows.filter(({ table, text }) => table === 'email_codes' && text.includes('"att_7"'))).toEqual([]);
    const asked = { accountId: null, subject: 'att_7', role: 'first', now: app.clock() } as const;
    const verdict = await inTransaction(services.db, (tx) =>
      emailCodeFactor.verify(tx, services, asked, { code: '12345678' }),
    );
    expect(verdict).toEqual(refused('not-sent'));
  });

  test('V14.2.7 the database holds no code, and what has run out goes', async () => {
    const app = await open(on);
    const { username, send, code } = await withAddress(app);
    await send();
    const right = await code();
    const rows = await everyRow(app.database);
    expect(rows.filter(({ table }) => table === 'email_codes').length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes(right))).toEqual([]);
    const isThere = async (now: number) => {
      await deleteExpiredEmailCodes(app.services.db, now);
      return (await findCode(app.services.db, `att_1-${username}`)) !== undefined;
    };
    expect(await isThere(app.clock() + minutes(10) - 1)).toBe(true);
    expect(await isThere(app.clock() + minutes(10))).toBe(false);
  });
});
