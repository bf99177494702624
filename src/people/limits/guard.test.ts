import { describe, expect, test } from 'vitest';
import { freshName, type Settings } from '../../../test/support/app.ts';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { said } from '../../../test/support/in-english.ts';
import { solve } from '../../../test/support/proof-of-work.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { days, seconds } from '../../kit/duration.ts';
import type { Problem } from '../../kit/problem.ts';
import { newChallenge } from './challenge.ts';
import { allKnownKey, codeKeys, type GuessSubject, hashName, strangersKey } from './counters.ts';
import { type CountedGuess, countGuess, guessMustWait, orWithdraw } from './guard.ts';
import type { Guess } from './guess.ts';
import { findLimit } from './store.ts';
import { guessNeedsProof } from './wait-ticket.ts';

let networks = 0;

/** An address in a network that no other test guesses from. */
function freshAddress(): string {
  networks += 1;
  return `2001:db8:0:${networks}::1`;
}

/** Guesses at an account of its own, which may not be asked for a proof of work unless a test says so. */
async function target(make: MakeDatabase, settings: Settings = {}) {
  const services = await servicesOf(await make.shared(), settings);
  const address = freshAddress();
  const { id: accountId } = await storedAccount(services.db);
  const subject = (of: GuessSubject['of'], knownAs: string | null = null) =>
    ({ of, accountId, name: `login of ${accountId}`, knownAs }) as const;
  const guess = <Result>(
    at: GuessSubject,
    judge: (counted: CountedGuess) => Promise<Result>,
    more: Partial<Guess> = {},
  ) =>
    countGuess(
      services,
      { subject: at, address, proofOfWork: undefined, mayChallenge: false, ...more },
      judge,
    );
  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => inTransaction(services.db, work);
  return {
    services,
    accountId,
    inTx,
    strangers: subject('password'),
    knownAs: (id: string) => subject('password', id),
    codes: subject('code'),
    codesKnown: subject('code', 'device:a'),
    guess,
    /** Answers `wrong`, or the code of the refusal and the wait in seconds. */
    wrong: (at: GuessSubject, more: Partial<Guess> = {}) =>
      guess(at, async () => 'wrong', more).catch(({ code, options }) =>
        `${code} ${options?.retryAfter ?? ''}`.trim(),
      ),
    right: (at: GuessSubject) => guess(at, (counted) => inTx((tx) => counted.succeed(tx))),
    countOf: async (key: string) => (await findLimit(services.db, key))?.count ?? 0,
  };
}

const times = (count: number) => Array.from({ length: count });
const many = { waitAfter: 1000, challengeAfter: 1000, disableAfter: 1000, addressFailures: 1000 };

eachDatabase('a guess', (make) => {
  test('V6.3.1 is counted before it is judged', async () => {
    const { strangers, guess, countOf, accountId } = await target(make);
    const seen = await guess(strangers, async ({ failuresBefore }) => [
      failuresBefore,
      await countOf(strangersKey(accountId)),
    ]);
    expect(seen).toEqual([0, 1]);
  });

  test('V15.4.2 of 50 at once as many are judged as may fail before the first wait', async () => {
    const { strangers, wrong, countOf, accountId } = await target(make);
    const answers = await Promise.all(times(50).map(() => wrong(strangers)));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'too-many-attempts 30')).toHaveLength(45);
    expect(await countOf(strangersKey(accountId)), 'a refused one is not counted').toBe(5);
  });

  test('V2.4.1 of 50 at once without a proof of work three are judged', async () => {
    const { strangers, wrong, countOf, accountId } = await target(make);
    const answers = await Promise.all(times(50).map(() => wrong(strangers, { mayChallenge: true })));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'challenge-required')).toHaveLength(47);
    expect(await countOf(strangersKey(accountId))).toBe(3);
  });

  test('20 right ones at once succeed, and are no failures', async () => {
    const { strangers, right, countOf, accountId } = await target(make);
    await Promise.all(times(20).map(() => right(strangers)));
    expect(await countOf(strangersKey(accountId))).toBe(0);
  });

  test('V6.3.1 is followed by a wait from the fifth failure on: 30 seconds, doubling to an hour', async () => {
    const { strangers, wrong, services } = await target(make);
    for (let failure = 1; failure < 5; failure++) expect(await wrong(strangers)).toBe('wrong');
    for (const wait of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      expect(await wrong(strangers)).toBe('wrong');
      expect(await wrong(strangers)).toBe(`too-many-attempts ${wait}`);
      services.clock.advance(seconds(wait) - 1);
      expect(await wrong(strangers), 'a millisecond early').toBe('too-many-attempts 1');
      services.clock.advance(1);
    }
  });

  test('V6.3.1 is judged no more after the most failures in a row, and waiting changes nothing', async () => {
    const { strangers, guess, wrong, services } = await target(make, {
      limits: { ...many, disableAfter: 12 },
    });
    for (let failure = 1; failure < 12; failure++) await wrong(strangers);
    expect(await guess(strangers, async ({ limitsNext }) => limitsNext)).toBe(true);
    services.clock.advance(days(1000));
    const refusal: Problem = await guess(strangers, async () => expect.fail('judged')).catch(
      (error) => error,
    );
    expect(refusal.code).toBe('too-many-attempts');
    expect(said(refusal)).toContain('turned off after 12 failed attempts in a row');
    expect(await wrong(strangers), 'no wait helps, so none is named').toBe('too-many-attempts');
  });

  test('V6.3.8 at a name that nobody has is counted step by step as one at an account', async () => {
    const one = await target(make);
    const nobody = { of: 'password', accountId: null, name: hashName(freshName()), knownAs: null } as const;
    const steps = async (subject: GuessSubject) => {
      const seen: string[] = [];
      for (let step = 0; step < 12; step++) {
        seen.push(await one.wrong(subject, { mayChallenge: step % 4 === 3 }));
        one.services.clock.advance(seconds(11));
      }
      return seen;
    };
    const known = await steps(one.strangers);
    expect(new Set(known)).toContain('challenge-required');
    expect(await steps(nobody)).toEqual(known);
  });

  test('in a known browser has a count of its own, and strangers one of theirs', async () => {
    const { strangers, knownAs, wrong, right, countOf, accountId } = await target(make);
    for (let failure = 0; failure < 5; failure++) await wrong(strangers);
    expect(await wrong(strangers)).toBe('too-many-attempts 30');
    for (const device of ['device:a', 'device:b']) {
      for (let failure = 0; failure < 5; failure++)
        expect(await wrong(knownAs(device)), device).toBe('wrong');
      expect(await wrong(knownAs(device)), device).toBe('too-many-attempts 30');
    }
    await right(knownAs('device:c'));
    expect(await countOf(strangersKey(accountId)), 'for strangers nothing has changed').toBe(5);
    expect(await countOf(`${strangersKey(accountId)}:device:a`), 'nor for the others').toBe(5);
  });

  test('V6.3.1 in known browsers is judged no more than the most times in a row, however many there are', async () => {
    const { knownAs, wrong, right } = await target(make, { limits: { ...many, disableAfter: 8 } });
    const judged = await Promise.all(times(40).map((_, at) => wrong(knownAs(`device:${at}`))));
    expect(judged.filter((answer) => answer === 'wrong')).toHaveLength(8);
    const refusal = await right(knownAs('device:new')).then(
      () => expect.fail(),
      (error: Problem) => error,
    );
    expect(said(refusal)).toContain('in the browsers you use');
  });

  test('that is right clears its own count and that of all known browsers, and no code’s', async () => {
    const { knownAs, codesKnown, wrong, right, countOf, accountId } = await target(make);
    await wrong(knownAs('device:a'));
    await wrong(knownAs('device:b'));
    await wrong(codesKnown);
    expect(await countOf(allKnownKey(accountId))).toBe(2);
    await right(knownAs('device:a'));
    const keys = ['device:a', 'device:b'].map((device) => `${strangersKey(accountId)}:${device}`);
    const counts = await Promise.all([...keys, allKnownKey(accountId), codeKeys(accountId)[1]].map(countOf));
    expect(counts).toEqual([0, 1, 0, 1]);
  });

  test('that is passed counts no more, takes its wait with it, and leaves older failures', async () => {
    const { strangers, guess, wrong, inTx, countOf, accountId } = await target(make);
    for (let failure = 0; failure < 4; failure++) await wrong(strangers);
    await guess(strangers, (counted) => inTx((tx) => counted.pass(tx)));
    expect(await countOf(strangersKey(accountId))).toBe(4);
    expect(await wrong(strangers), 'no wait was left').toBe('wrong');
  });

  test('that could not be judged is withdrawn; one that was judged and failed by a mistake of ours stands', async () => {
    const { strangers, guess, countOf, accountId } = await target(make);
    const fails = () => Promise.reject(new Error('no room'));
    await expect(guess(strangers, (counted) => orWithdraw(counted, fails()))).rejects.toThrow('no room');
    expect(await countOf(strangersKey(accountId))).toBe(0);
    await expect(guess(strangers, fails)).rejects.toThrow('no room');
    expect(await countOf(strangersKey(accountId))).toBe(1);
  });

  test('that succeeds in a transaction which is undone is still a failure', async () => {
    const { strangers, guess, inTx, countOf, accountId } = await target(make);
    const undone = guess(strangers, (counted) =>
      inTx(async (tx) => {
        await counted.succeed(tx);
        throw new Error('undone');
      }),
    );
    await expect(undone).rejects.toThrow('undone');
    expect(await countOf(strangersKey(accountId))).toBe(1);
  });

  test('at an account that was deleted meanwhile leaves nothing of it', async () => {
    const { strangers, guess, inTx, services, accountId } = await target(make);
    await guess(strangers, (counted) => inTx((tx) => counted.forget(tx)));
    expect(await findLimit(services.db, strangersKey(accountId))).toBeUndefined();
  });

  describe('at a code', () => {
    test('V6.3.1 has half of the most in a row for strangers and half for whoever is known', async () => {
      const { codes, codesKnown, wrong, countOf, accountId } = await target(make, {
        limits: { ...many, disableAfter: 10 },
      });
      for (const side of [codes, codesKnown]) {
        const answers = await Promise.all(times(20).map(() => wrong(side)));
        expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(5);
      }
      expect(await Promise.all(codeKeys(accountId).map(countOf))).toEqual([5, 5]);
    });

    test('gets no new tries by a right password', async () => {
      const { codes, strangers, wrong, right, countOf, accountId } = await target(make);
      await wrong(codes);
      await right(strangers);
      expect(await countOf(codeKeys(accountId)[0])).toBe(1);
    });

    test('is told to the owner at the fifth failure and at the last, once each', async () => {
      const { codes, guess, inTx } = await target(make, { limits: { ...many, disableAfter: 16 } });
      const owed: unknown[] = [];
      for (let failure = 1; failure <= 8; failure++) {
        owed.push(await guess(codes, (counted) => inTx((tx) => counted.owesNotice(tx))));
      }
      expect(owed).toEqual([undefined, undefined, undefined, undefined, 5, undefined, undefined, 8]);
    });

    test('is told to nobody where it was a password, or where nobody has the name', async () => {
      const { strangers, codes, guess, inTx } = await target(make, { limits: many });
      for (const subject of [strangers, { ...codes, accountId: null, name: hashName(freshName()) }]) {
        for (let failure = 1; failure <= 6; failure++) {
          expect(await guess(subject, (counted) => inTx((tx) => counted.owesNotice(tx)))).toBeUndefined();
        }
      }
    });
  });

  describe('with a key that nobody can guess', () => {
    test('counts for the login that it answers alone, and is never asked for a proof of work', async () => {
      const { wrong, accountId } = await target(make);
      const key = (name: string) => ({ of: 'key', accountId, name, knownAs: null }) as const;
      for (let failure = 0; failure < 5; failure++) {
        expect(await wrong(key('one'), { mayChallenge: true })).toBe('wrong');
      }
      expect(await wrong(key('one'), { mayChallenge: true })).toBe('too-many-attempts 30');
      expect(await wrong(key('another'), { mayChallenge: true })).toBe('wrong');
    });
  });

  describe('from an address', () => {
    const limits = { ...many, addressFailures: 3 };
    const names = () =>
      ({ of: 'password', accountId: null, name: hashName(freshName()), knownAs: null }) as const;

    test('counts over all names and accounts, for strangers; known browsers fill and feel none of it', async () => {
      const { knownAs, strangers, wrong, right } = await target(make, { limits });
      const from = { address: freshAddress() };
      for (let failure = 0; failure < 5; failure++) await wrong(knownAs('device:a'), from);
      for (let failure = 0; failure < 3; failure++) expect(await wrong(names(), from)).toBe('wrong');
      expect(await wrong(strangers, from)).toBe('too-many-attempts 3600');
      expect(await wrong(strangers, { address: freshAddress() })).toBe('wrong');
      await expect(right(knownAs('device:a'))).resolves.toBeUndefined();
    });

    test('is no failure of it when it is right, and takes no other failure back', async () => {
      const { strangers, guess, wrong, inTx } = await target(make, { limits });
      const from = { address: freshAddress() };
      const right = () => guess(strangers, (counted) => inTx((tx) => counted.succeed(tx)), from);
      for (let login = 0; login < 5; login++) await right();
      for (let failure = 0; failure < 2; failure++) await wrong(strangers, from);
      await right();
      expect(await wrong(names(), from), 'the third failure').toBe('wrong');
      expect(await wrong(names(), from)).toBe('too-many-attempts 3600');
    });

    test('that has failed too often fills no count of an account', async () => {
      const { strangers, wrong, countOf, accountId } = await target(make, { limits });
      const from = { address: freshAddress() };
      for (let failure = 0; failure < 3; failure++) await wrong(names(), from);
      for (let failure = 0; failure < 5; failure++) await wrong(strangers, from);
      expect(await countOf(strangersKey(accountId))).toBe(0);
    });
  });

  describe('with a proof of work', () => {
    test('V2.3.4 is judged once for each, whoever of 20 sends it first', async () => {
      const { strangers, wrong, services } = await target(make, { limits: { ...many, challengeAfter: 0 } });
      const proofOfWork = await solve(await newChallenge(services, freshAddress()));
      const answers = await Promise.all(
        times(20).map(() => wrong(strangers, { mayChallenge: true, proofOfWork })),
      );
      expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'challenge-required')).toHaveLength(19);
    });

    test('is asked, and waits come, from the count that the next page is told', async () => {
      const { strangers, wrong, services } = await target(make);
      const asked: boolean[][] = [];
      for (let failure = 0; failure <= 5; failure++) {
        asked.push([await guessNeedsProof(services, strangers), await guessMustWait(services, strangers)]);
        await wrong(strangers);
      }
      expect(asked.map(([proof]) => proof)).toEqual([false, false, false, true, true, true]);
      expect(asked.map(([, wait]) => wait)).toEqual([false, false, false, false, false, true]);
    });
  });
});
