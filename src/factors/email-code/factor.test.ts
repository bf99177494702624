import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type Settings, type TestApp } from '../../../test/support/app.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { createEmailCodeFactor, type EmailCodeMail } from './factor.ts';
import { deleteExpiredEmailCodes, findCode } from './store.ts';

const on: Settings = { emailCode: { login: 'on' } };

/** A factor whose mails a test can read, and somebody with an address. */
async function withAddress(app: TestApp) {
  const { services, clock, config, browser } = app;
  const { body } = await browser().register(freshName(), goodPassword);
  const accountId = body.account?.id ?? '';
  const mails: EmailCodeMail[] = [];
  const factor = createEmailCodeFactor(config, {
    addressOf: async (_, id) => (id === accountId ? 'soham@example.org' : undefined),
    queue: async (_tx, _services, mail) => void mails.push(mail),
  });
  const askedFor = (subject: string, role: 'first' | 'second' = 'first') => ({
    accountId,
    subject,
    role,
    now: clock(),
  });
  const offer = (subject = 'att_1') => factor.offer(services, askedFor(subject));
  const verify = (code: string, subject = 'att_1', role: 'first' | 'second' = 'first') =>
    inTransaction(services.db, (tx) => factor.verify(tx, services, askedFor(subject, role), { code }));
  const lastCode = () => mails.at(-1)?.code ?? '';
  return { accountId, factor, mails, offer, verify, lastCode, askedFor };
}

const refused = (reason: string) => ({ ok: false, reason, facts: {} });
const other = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

eachApp('codes by mail', (open) => {
  test('V6.5.1 a code is accepted once, as a first factor', async () => {
    const app = await open(on);
    const { accountId, factor, mails, offer, verify, lastCode } = await withAddress(app);
    expect(await factor.isSetUp(app.services.db, accountId)).toBe(true);
    expect(await offer()).toEqual({ factor: 'email-code' });
    const [now, address] = [app.clock(), 'soham@example.org'];
    const code = expect.stringMatching(/^\d{8}$/);
    expect(mails).toEqual([{ accountId, address, code, expiresAt: now + minutes(10), now }]);
    const typed = `${lastCode().slice(0, 4)} ${lastCode().slice(4)}`;
    const proof = { ok: true, accountId, amr: ['email'], isMultiFactor: false, facts: {} };
    expect(await verify(typed)).toEqual(proof);
    expect(await verify(typed)).toEqual(refused('already-used'));
  });

  test('V6.5.1 V15.4.2 of 50 racers with one code exactly one gets in', async () => {
    const { offer, verify, lastCode } = await withAddress(await open(on));
    await offer();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verify(lastCode())));
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('V6.6.3 five wrong codes are judged, however many come at once, and then the right one is refused', async () => {
    const app = await open(on);
    const { accountId, offer, verify, lastCode } = await withAddress(app);
    await offer();
    const wrong = other(lastCode());
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verify(wrong)));
    const reasons = verdicts.map((verdict) => (verdict.ok ? 'ok' : verdict.reason));
    expect(reasons.filter((reason) => reason === 'wrong')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'too-many-tries')).toHaveLength(45);
    expect(await verify(lastCode())).toEqual(refused('too-many-tries'));
    expect(await findCode(app.services.db, accountId, 'att_1')).toMatchObject({ tries: 5 });
  });

  test('V6.6.3 after four wrong ones the right one is accepted', async () => {
    const { offer, verify, lastCode } = await withAddress(await open(on));
    await offer();
    for (let tries = 0; tries < 4; tries++) expect(await verify(other(lastCode()))).toEqual(refused('wrong'));
    expect(await verify(lastCode())).toMatchObject({ ok: true });
  });

  test('V6.6.3 a new code kills the old one, and gives no guesses back', async () => {
    const { offer, verify, lastCode, mails } = await withAddress(await open(on));
    await offer();
    for (let tries = 0; tries < 3; tries++) await verify(other(lastCode()));
    await offer();
    expect(mails).toHaveLength(2);
    expect(await verify(mails[0]?.code ?? '')).toEqual(refused('wrong'));
    expect(await verify(lastCode())).toMatchObject({ ok: true });
    await offer();
    expect(await verify(lastCode())).toEqual(refused('too-many-tries'));
  });

  test('V6.5.5 it is good for ten minutes, to the millisecond', async () => {
    const app = await open(on);
    const { offer, verify, lastCode } = await withAddress(app);
    await offer('att_1');
    const first = lastCode();
    await offer('att_2');
    app.clock.advance(minutes(10) - 1);
    expect(await verify(first, 'att_1')).toMatchObject({ ok: true });
    app.clock.advance(1);
    expect(await verify(lastCode(), 'att_2')).toEqual(refused('expired'));
  });

  test('V6.6.2 it is good for the login that it was sent for, and for no other', async () => {
    const app = await open(on);
    const [one, two] = [await withAddress(app), await withAddress(app)];
    await one.offer('att_1');
    expect(await one.verify(one.lastCode(), 'att_2')).toEqual(refused('not-sent'));
    await one.offer('att_2');
    const [first, second] = one.mails.map(({ code }) => code);
    expect(await one.verify(first ?? '', 'att_2')).toEqual(refused('wrong'));
    await two.offer('att_1');
    expect(await two.verify(first ?? '', 'att_1')).toEqual(refused('wrong'));
    expect(await one.verify(first ?? '', 'att_1')).toMatchObject({ ok: true });
    expect(await one.verify(second ?? '', 'att_2')).toMatchObject({ ok: true });
  });

  test('at most five mails go to an account in an hour, whatever they are for, and the answer stays the same', async () => {
    const app = await open(on);
    const { offer, mails, verify, lastCode } = await withAddress(app);
    const offers = await Promise.all(Array.from({ length: 50 }, (_, at) => offer(`att_${at % 7}`)));
    expect(new Set(offers.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"factor":"email-code"}']));
    expect(mails).toHaveLength(5);
    app.clock.advance(hours(1) - 1);
    await offer('att_9');
    expect(mails).toHaveLength(5);
    app.clock.advance(1);
    await offer('att_9');
    expect(mails).toHaveLength(6);
    expect(await verify(lastCode(), 'att_9')).toMatchObject({ ok: true });
  });

  test('V6.3.6 it is off by default, and never a second factor', async () => {
    const off = await withAddress(await open());
    expect(await off.factor.isSetUp((await open()).services.db, off.accountId)).toBe(false);
    expect(await off.offer()).toBeNull();
    expect(await off.verify('12345678')).toEqual(refused('not-allowed'));

    const app = await open(on);
    const { factor, offer, verify, lastCode, askedFor, mails } = await withAddress(app);
    expect(factor.isSecond).toBe(false);
    expect(await factor.offer(app.services, askedFor('att_1', 'second'))).toBeNull();
    expect(mails).toEqual([]);
    await offer();
    expect(await verify(lastCode(), 'att_1', 'second')).toEqual(refused('not-allowed'));
    expect(await verify(lastCode())).toMatchObject({ ok: true });
  });

  test('without an address nothing is offered or sent', async () => {
    const app = await open(on);
    const { factor, mails, askedFor } = await withAddress(app);
    for (const accountId of [null, 'nobody']) {
      expect(await factor.offer(app.services, { ...askedFor('att_1'), accountId })).toBeNull();
    }
    expect(mails).toEqual([]);
  });

  test('a code whose mail cannot be queued is not there either', async () => {
    const app = await open(on);
    const { accountId, askedFor } = await withAddress(app);
    const broken = createEmailCodeFactor(app.config, {
      addressOf: async () => 'soham@example.org',
      queue: () => Promise.reject(new Error('no room')),
    });
    await expect(broken.offer(app.services, askedFor('att_1'))).rejects.toThrow('no room');
    expect(await findCode(app.services.db, accountId, 'att_1')).toBeUndefined();
  });

  test('V14.2.7 the database holds no code, and what has run out goes, an hour after the guesses at it can count', async () => {
    const app = await open(on);
    const { accountId, offer, lastCode } = await withAddress(app);
    await offer();
    const rows = await everyRow(app.database);
    expect(rows.filter(({ table }) => table === 'email_codes').length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes(lastCode()))).toEqual([]);
    const isThere = async (now: number) => {
      await deleteExpiredEmailCodes(app.services.db, now);
      return (await findCode(app.services.db, accountId, 'att_1')) !== undefined;
    };
    expect(await isThere(app.clock() + minutes(70) - 1)).toBe(true);
    expect(await isThere(app.clock() + minutes(70))).toBe(false);
  });
});
