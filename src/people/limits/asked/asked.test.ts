import { expect, test } from 'vitest';
import type { Settings } from '../../../../test/support/app.ts';
import { eachDatabase, type MakeDatabase } from '../../../../test/support/databases.ts';
import { solve } from '../../../../test/support/proof-of-work.ts';
import { servicesOf } from '../../../../test/support/services.ts';
import { storedAccount } from '../../../../test/support/stored-account.ts';
import { hours, minutes } from '../../../kit/duration.ts';
import { newChallenge } from '../challenge.ts';
import { findLimit } from '../store.ts';
import type { AskedByAnyone } from './address-limit.ts';
import { type Asking, askedNeedsProof, countAsked, refuseAskedEarly } from './asked.ts';

let networks = 0;

/** Somebody at an address of their own, who asks for registrations unless a test says otherwise. */
async function somebody(make: MakeDatabase, settings: Settings = {}) {
  networks += 1;
  const services = await servicesOf(await make.shared(), settings);
  const address = `198.51.100.${networks}`;
  const asking = (more: Partial<Asking> & { from?: string } = {}): Asking => ({
    client: { actor: 'person', address: more.from ?? address, device: 'a test' },
    proofOfWork: undefined,
    mayChallenge: false,
    ...more,
  });
  const answerOf = (work: Promise<unknown>) =>
    work.then(
      (answer) => answer,
      ({ code, options }) => `${code} ${options?.retryAfter ?? ''}`.trim(),
    );
  return {
    services,
    address,
    ask: (more?: Parameters<typeof asking>[0], what: AskedByAnyone = 'registrations') =>
      answerOf(countAsked(services, what, asking(more))),
    look: (more?: Parameters<typeof asking>[0]) =>
      answerOf(refuseAskedEarly(services, 'registrations', asking(more))),
    proof: async () => solve(await newChallenge(services, address)),
    count: async (key = `registrations:${address}`) => (await findLimit(services.db, key))?.count ?? 0,
    events: () =>
      services.db
        .selectFrom('events')
        .select(['type', 'account_id', 'detail'])
        .where('address', '=', address)
        .execute(),
  };
}

const few = { limits: { registrations: 3, registrationsBeforeChallenge: 2, recoveries: 3 } };

eachDatabase('what anyone may ask for', (make) => {
  test('V2.3.2 V15.4.2 is given as often as is allowed in an hour, however many ask at once', async () => {
    const { ask, services } = await somebody(make, few);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(answers.filter((answer) => answer === false)).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'too-many-attempts 3600')).toHaveLength(47);
    services.clock.advance(hours(1));
    expect(await ask()).toBe(false);
  });

  test('is given anew an hour after the first, however late the last was', async () => {
    const { ask, services } = await somebody(make, few);
    for (let count = 0; count < 3; count++) {
      expect(await ask()).toBe(false);
      services.clock.advance(minutes(10));
    }
    expect(await ask()).toBe('too-many-attempts 1800');
    services.clock.advance(minutes(30));
    expect(await ask()).toBe(false);
  });

  test('is counted by address, and each kind apart', async () => {
    const { ask } = await somebody(make, few);
    for (let count = 0; count < 4; count++) await ask();
    expect(await ask({ from: '203.0.113.77' })).toBe(false);
    expect(await ask({}, 'recoveries')).toBe(false);
    expect(await ask()).toBe('too-many-attempts 3600');
  });

  test('V15.3.4 is counted for a whole network of IPv6', async () => {
    const { ask } = await somebody(make, few);
    for (const host of ['::1', ':ffff::9', ':1:2:3:4'])
      expect(await ask({ from: `2001:db8:7:7${host}` })).toBe(false);
    expect(await ask({ from: '2001:db8:7:7:abcd::' })).toBe('too-many-attempts 3600');
    expect(await ask({ from: '2001:db8:7:8::1' })).toBe(false);
  });

  test('V2.4.1 needs a proof of work from a count on, one for each, and counts nothing without', async () => {
    const { ask, proof, count, services, address } = await somebody(make, few);
    const needs: boolean[] = [];
    for (let done = 0; done < 2; done++) {
      needs.push(await askedNeedsProof(services, 'registrations', address));
      expect(await ask({ mayChallenge: true })).toBe(false);
    }
    needs.push(await askedNeedsProof(services, 'registrations', address));
    expect(needs).toEqual([false, false, true]);
    const proofOfWork = await proof();
    expect(await ask({ mayChallenge: true })).toBe('challenge-required');
    expect([await ask({ mayChallenge: true, proofOfWork }), await count()]).toEqual([true, 3]);
    services.clock.advance(hours(1));
    for (let done = 0; done < 2; done++) await ask();
    expect(await ask({ mayChallenge: true, proofOfWork }), 'spent, and late as well').toBe(
      'challenge-required',
    );
    expect(await count()).toBe(2);
  });

  test('is refused by a look that counts nothing and spends no proof', async () => {
    const { ask, look, proof, count } = await somebody(make, few);
    expect(await look({ mayChallenge: true })).toBeUndefined();
    for (let done = 0; done < 2; done++) await ask();
    const proofOfWork = await proof();
    expect(await look({ mayChallenge: true })).toBe('challenge-required');
    for (let looks = 0; looks < 3; looks++)
      expect(await look({ mayChallenge: true, proofOfWork })).toBeUndefined();
    expect(await count()).toBe(2);
    expect(await ask({ mayChallenge: true, proofOfWork })).toBe(true);
    expect(await look({ mayChallenge: true, proofOfWork })).toBe('too-many-attempts 3600');
  });

  test('has one count for all browsers that an account knows, which strangers at its address do not fill', async () => {
    const { ask, services, events } = await somebody(make, few);
    const { id: knownTo } = await storedAccount(services.db);
    for (let count = 0; count < 4; count++) await ask({}, 'recoveries');
    expect(await ask({ knownTo }, 'recoveries')).toBe(false);
    for (const from of ['203.0.113.1', '203.0.113.2']) {
      expect(await ask({ knownTo, from }, 'recoveries')).toBe(false);
    }
    expect(await ask({ knownTo, from: '203.0.113.3' }, 'recoveries')).toBe('too-many-attempts 3600');
    expect((await events()).map(({ account_id }) => account_id)).toEqual([null]);
  });

  test('V16.3.3 leaves a line in the audit log when the last that is allowed is counted, and no other', async () => {
    const { ask, events } = await somebody(make, few);
    for (let count = 0; count < 2; count++) await ask();
    expect(await events()).toEqual([]);
    for (let count = 0; count < 5; count++) await ask();
    expect(await events()).toEqual([
      { type: 'registration-limited', account_id: null, detail: '{"registrations":3}' },
    ]);
  });

  test('is given to this machine without a limit in development, and to no other', async () => {
    const { ask } = await somebody(make, few);
    for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.9.10']) {
      for (let count = 0; count < 5; count++) expect(await ask({ from }), from).toBe(false);
    }
    const other = { from: '192.168.1.7' };
    for (let count = 0; count < 3; count++) expect(await ask(other)).toBe(false);
    expect(await ask(other)).toBe('too-many-attempts 3600');
    const production = await somebody(make, { ...few, mode: 'production' });
    for (let count = 0; count < 3; count++) await production.ask({ from: '127.0.0.1' });
    expect(await production.ask({ from: '127.0.0.1' })).toBe('too-many-attempts 3600');
  });
});
