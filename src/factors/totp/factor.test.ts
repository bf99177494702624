import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { totpFactor } from './factor.ts';
import { sealKey } from './key.ts';
import { beginTotp, confirmTotp, countConfirmation, deleteTotp, findTotp } from './store.ts';
import { keyText, newTotpKey } from './totp.ts';

async function account({ browser }: TestApp): Promise<string> {
  const { body } = await browser().register(freshName(), goodPassword);
  return body.account?.id ?? '';
}

/** An account whose app is in force since long ago. */
async function withApp(app: TestApp) {
  const { services } = app;
  const accountId = await account(app);
  const key = newTotpKey();
  await beginTotp(services.db, {
    account_id: accountId,
    secret: sealKey(services, accountId, key),
    subject: null,
    created_at: 1,
  });
  const begun = await findTotp(services.db, accountId);
  if (!begun) throw new Error('There is no key.');
  await inTransaction(services.db, (tx) => confirmTotp(tx, begun, 1, 1));
  return { accountId, secret: await keyText(key), verify: verifier(app, accountId) };
}

function verifier({ services, clock }: TestApp, accountId: string | null) {
  return (code: string) =>
    inTransaction(services.db, (tx) =>
      totpFactor.verify(
        tx,
        services,
        { accountId, subject: 'att_1', role: 'second', now: clock() },
        { code },
      ),
    );
}

eachApp('the codes of an authenticator app', (open) => {
  test('V6.5.1 a code is accepted once', async () => {
    const app = await open();
    const { accountId, secret, verify } = await withApp(app);
    const code = totpCode(secret, app.clock());
    expect(await verify(code)).toEqual({
      ok: true,
      accountId,
      amr: ['otp'],
      isMultiFactor: false,
      facts: {},
    });
    expect(await verify(code)).toEqual({ ok: false, reason: 'already-used', facts: {} });
    app.clock.advance(30_000);
    expect(await verify(code)).toEqual({ ok: false, reason: 'already-used', facts: { secondsLate: 30 } });
    expect(await verify(totpCode(secret, app.clock()))).toMatchObject({ ok: true });
  });

  test('V6.5.1 V6.5.8 the code before is accepted, but not after a newer one, nor when the clock jumps back', async () => {
    const app = await open();
    const { secret, verify } = await withApp(app);
    const [before, present] = [totpCode(secret, app.clock(), -1), totpCode(secret, app.clock())];
    expect(await verify(before)).toMatchObject({ ok: true, facts: { secondsLate: 30 } });
    expect(await verify(present)).toMatchObject({ ok: true });
    expect(await verify(before)).toMatchObject({ ok: false, reason: 'already-used' });
    app.clock.advance(-30_000);
    expect(await verify(before)).toMatchObject({ ok: false, reason: 'already-used' });
  });

  test('V6.5.1 V6.5.5 the code of a phone that is fast is accepted once, and no code of before it afterwards', async () => {
    const app = await open();
    const { secret, verify } = await withApp(app);
    app.clock.advance(25_000 - (app.clock() % 30_000));
    const fast = totpCode(secret, app.clock() + 8_000);
    expect(fast, 'five seconds before the step ends').not.toBe(totpCode(secret, app.clock()));
    expect(await verify(fast)).toMatchObject({ ok: true, facts: { secondsEarly: 30 } });
    expect(await verify(fast)).toMatchObject({ ok: false, reason: 'already-used' });
    expect(await verify(totpCode(secret, app.clock()))).toMatchObject({ ok: false, reason: 'already-used' });
    app.clock.advance(5_000);
    expect(await verify(fast), 'nor when its own step has come').toMatchObject({ ok: false });
    expect(await verify(totpCode(secret, app.clock(), 1))).toMatchObject({ ok: true });
  });

  test('the settings for strictness take the present code alone', async () => {
    const app = await open({ totp: { earlierCodes: 0, laterCodes: 0 } });
    const { secret, verify } = await withApp(app);
    const late = await verify(totpCode(secret, app.clock(), -1));
    expect(late).toEqual({ ok: false, reason: 'outside-window', facts: { secondsLate: 30 } });
    const early = await verify(totpCode(secret, app.clock(), 1));
    expect(early).toEqual({ ok: false, reason: 'outside-window', facts: { secondsEarly: 30 } });
    expect(await verify(totpCode(secret, app.clock()))).toMatchObject({ ok: true });
  });

  test('a wrong clock is a fact of the refusal, and opens nothing', async () => {
    const app = await open();
    const { secret, verify } = await withApp(app);
    expect(await verify(totpCode(secret, app.clock(), -3))).toEqual({
      ok: false,
      reason: 'outside-window',
      facts: { secondsLate: 90 },
    });
    expect(await verify(totpCode(secret, app.clock(), 2))).toEqual({
      ok: false,
      reason: 'outside-window',
      facts: { secondsEarly: 60 },
    });
    const wrong = wrongTotpCode(secret, app.clock());
    expect(await verify(wrong)).toEqual({ ok: false, reason: 'wrong', facts: {} });
    expect(await verify(totpCode(secret, app.clock())), 'the honest twin').toMatchObject({ ok: true });
  });

  test('without an app, or with one that is not confirmed, no code is right and none is asked for', async () => {
    const app = await open();
    const { services, clock } = app;
    const [nobody, beginner] = [await account(app), await account(app)];
    const key = newTotpKey();
    const secret = sealKey(services, beginner, key);
    await beginTotp(services.db, { account_id: beginner, secret, subject: null, created_at: clock() });
    const code = totpCode(await keyText(key), clock());
    for (const accountId of [null, nobody, beginner]) {
      const asked = { accountId, subject: 'att_1', role: 'second', now: clock() } as const;
      expect(await verifier(app, accountId)(code)).toEqual({ ok: false, reason: 'not-set-up', facts: {} });
      expect(await totpFactor.offer(services, asked)).toBeNull();
      if (accountId) expect(await totpFactor.isSetUp(services.db, accountId)).toBe(false);
    }
    const { accountId } = await withApp(app);
    const asked = { accountId, subject: 'att_1', role: 'second', now: clock() } as const;
    expect(await totpFactor.offer(services, asked)).toEqual({ factor: 'totp' });
    expect(await totpFactor.isSetUp(services.db, accountId)).toBe(true);
  });

  test('V6.5.6 a removed app gets nobody in', async () => {
    const app = await open();
    const { accountId, secret, verify } = await withApp(app);
    await inTransaction(app.services.db, (tx) => deleteTotp(tx, accountId));
    expect(await verify(totpCode(secret, app.clock()))).toMatchObject({ ok: false, reason: 'not-set-up' });
  });

  test('a key that was put in another row opens nothing there, and one sealed under a lost key tells the operator', async () => {
    const app = await open();
    const [one, other] = [await withApp(app), await withApp(app)];
    const stolen = await findTotp(app.services.db, one.accountId);
    await app.services.db
      .updateTable('totp')
      .set({ secret: stolen?.secret ?? '' })
      .where('account_id', '=', other.accountId)
      .execute();
    const code = totpCode(one.secret, app.clock());
    expect(await other.verify(code)).toEqual({ ok: false, reason: 'unreadable-key', facts: {} });
    expect(app.log.filter((line) => line.includes('encrypted with another secret key'))).toHaveLength(1);
    expect(app.log.join('')).not.toContain(code);
    expect(await one.verify(code)).toMatchObject({ ok: true });
  });

  test('the database holds no key in clear', async () => {
    const app = await open();
    const { secret } = await withApp(app);
    const rows = (await everyRow(app.database)).filter(({ table }) => table === 'totp');
    expect(rows.length).toBeGreaterThan(0);
    const { Secret } = await import('otpauth');
    const bytes = Secret.fromBase32(secret).buffer;
    const buffer = Buffer.from(bytes);
    const spellings = [
      secret,
      secret.toLowerCase(),
      ...(['hex', 'base64', 'base64url'] as const).map((form) => buffer.toString(form)),
    ];
    const holding = (await everyRow(app.database)).filter(({ text }) =>
      spellings.some((spelling) => text.includes(spelling)),
    );
    expect(holding).toEqual([]);
  });
});

eachApp('setting an app up', (open) => {
  test('V15.4.2 of 50 parallel tries to confirm as many are judged as are allowed', async () => {
    const app = await open();
    const { services, clock } = app;
    const accountId = await account(app);
    const subject = 'a-session';
    await beginTotp(services.db, { account_id: accountId, secret: 'sealed', subject, created_at: clock() });
    const other = { accountId, subject: 'another-session', now: clock() };
    expect(await countConfirmation(services.db, other), 'whoever has not begun it').toBeUndefined();
    const counted = await Promise.all(
      Array.from({ length: 50 }, () => countConfirmation(services.db, { accountId, subject, now: clock() })),
    );
    expect(
      counted
        .filter((row) => row !== undefined)
        .map(({ tries }) => tries)
        .toSorted(),
    ).toEqual([1, 2, 3, 4, 5]);
  });

  test('V15.4.2 of 50 right confirmations of one key exactly one puts it into force', async () => {
    const app = await open();
    const { services } = app;
    const accountId = await account(app);
    await beginTotp(services.db, { account_id: accountId, secret: 'sealed', subject: null, created_at: 1 });
    const begun = await findTotp(services.db, accountId);
    if (!begun) throw new Error('There is no key.');
    const confirmed = await Promise.all(
      Array.from({ length: 50 }, () => inTransaction(services.db, (tx) => confirmTotp(tx, begun, 7, 2))),
    );
    expect(confirmed.filter(Boolean)).toHaveLength(1);
    const again = { account_id: accountId, secret: 'another', subject: null, created_at: 3 };
    expect(await beginTotp(services.db, again), 'a confirmed key stays').toBe(false);
    expect(await findTotp(services.db, accountId)).toMatchObject({
      secret: 'sealed',
      confirmed_at: 2,
      last_step: 7,
    });
  });
});
