import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { recoveryCodeFactor } from './factor.ts';
import { deleteCodes, findCodes, replaceCodes } from './store.ts';

async function withCodes(app: TestApp) {
  const { services, clock, browser } = app;
  const { body } = await browser().register(freshName(), goodPassword);
  const accountId = body.account?.id ?? '';
  const replace = () => inTransaction(services.db, (tx) => replaceCodes(tx, accountId, clock()));
  const verify = (code: string, whose: string | null = accountId) => {
    const asked = { accountId: whose, subject: 'att_1', role: 'second', now: clock() } as const;
    return inTransaction(services.db, (tx) => recoveryCodeFactor.verify(tx, services, asked, { code }));
  };
  const codes = await replace();
  return { accountId, codes, first: codes[0] ?? '', replace, verify };
}

const refused = (reason: string, left: number, more: object = {}) => ({
  ok: false,
  reason,
  facts: { left, ...more },
});

eachApp('recovery codes', (open) => {
  test('V6.5.1 each of the ten is good once, and the trail hears how many remain', async () => {
    const app = await open();
    const { accountId, codes, verify } = await withCodes(app);
    expect(codes).toHaveLength(10);
    for (const [at, code] of codes.entries()) {
      const left = 9 - at;
      const proof = { ok: true, accountId, amr: ['otp'], isMultiFactor: false, facts: { left } };
      expect(await verify(at % 2 ? code : code.toUpperCase().replaceAll('-', ' '))).toEqual(proof);
      expect(await verify(code)).toEqual(refused('already-used', left, { since: app.clock() }));
    }
    expect(await recoveryCodeFactor.isSetUp(app.services.db, accountId)).toBe(false);
  });

  test('a wrong code, and one of somebody else, uses none up', async () => {
    const app = await open();
    const [one, other] = [await withCodes(app), await withCodes(app)];
    for (const code of [other.first, '0000-0000-0000-0000-0000-0000'])
      expect(await one.verify(code), code).toEqual(refused('wrong', 10));
    for (const code of ['', 'no code', other.first.slice(1), '\0', '\ud800'])
      expect(await one.verify(code), code).toEqual(refused('malformed', 10));
    expect(await one.verify(one.first, null)).toEqual(refused('not-set-up', 0));
    expect(await one.verify(one.first), 'the honest twin').toMatchObject({ ok: true });
    expect(await other.verify(other.first), 'the honest twin').toMatchObject({ ok: true });
  });

  test('new codes are another ten, and all old ones die', async () => {
    const app = await open();
    const { accountId, codes, first, replace, verify } = await withCodes(app);
    await verify(first);
    app.clock.advance(1000);
    const fresh = await replace();
    expect(new Set([...codes, ...fresh]).size).toBe(20);
    for (const code of codes) expect(await verify(code)).toEqual(refused('wrong', 10));
    expect(await findCodes(app.services.db, accountId)).toEqual({ madeAt: app.clock(), left: 10 });
    expect(await verify(fresh[9] ?? '')).toMatchObject({ ok: true });
  });

  test('V15.4.2 of 50 parallel replacements one set is alive, whole', async () => {
    const app = await open();
    const { replace, verify } = await withCodes(app);
    const sets = await Promise.all(Array.from({ length: 50 }, replace));
    const alive: number[] = [];
    for (const [at, codes] of sets.entries()) {
      if ((await verify(codes[0] ?? '')).ok) alive.push(at);
    }
    expect(alive).toHaveLength(1);
    for (const code of (sets[alive[0] ?? 0] ?? []).slice(1)) {
      expect(await verify(code)).toMatchObject({ ok: true });
    }
  });

  test('without codes none is right and none is asked for', async () => {
    const app = await open();
    const { accountId, first, verify } = await withCodes(app);
    const { services, clock } = app;
    const asked = { accountId, subject: 'att_1', role: 'second', now: clock() } as const;
    expect(await recoveryCodeFactor.offer(services, asked)).toEqual({ factor: 'recovery-code' });
    await inTransaction(services.db, (tx) => deleteCodes(tx, accountId));
    expect(await recoveryCodeFactor.offer(services, asked)).toBeNull();
    expect(await recoveryCodeFactor.offer(services, { ...asked, accountId: null })).toBeNull();
    expect(await verify(first)).toEqual(refused('not-set-up', 0));
    expect(await findCodes(services.db, accountId)).toBeUndefined();
  });

  test('V6.5.2 the database holds only their hashes', async () => {
    const app = await open();
    const { codes } = await withCodes(app);
    const rows = await everyRow(app.database);
    expect(rows.filter(({ table }) => table === 'recovery_codes').length).toBeGreaterThanOrEqual(10);
    const spellings = codes.flatMap((code) => [code, code.replaceAll('-', '')]);
    expect(rows.filter(({ text }) => spellings.some((code) => text.includes(code)))).toEqual([]);
  });
});
