import { expect, test } from 'vitest';
import { freshName, type Settings } from '../../../test/support/app.ts';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { type Db, inTransaction } from '../../kit/db/index.ts';
import { minutes, seconds } from '../../kit/duration.ts';
import { english } from '../../words.ts';
import type { Step } from '../trails/index.ts';
import { type GuessSubject, hashName } from './counters.ts';
import { countGuess } from './guard.ts';
import { clearLimitsOf } from './store.ts';
import { deleteExpiredLimits } from './sweep-limits.ts';
import { offerWait, readWait, useWait } from './wait-ticket.ts';

let networks = 0;

/** An address in a network that no other test guesses from. */
const freshAddress = () => `2001:db8:38:${++networks}::1`;

/** Somebody whose password is guessed at, or nobody, where three guesses have failed already. */
async function failedThrice(
  make: MakeDatabase,
  { exists = true, ...settings }: Settings & { exists?: boolean } = {},
) {
  const services = await servicesOf(await make.shared(), settings as Settings);
  const { db, clock } = services;
  const account = exists ? await storedAccount(db) : { id: null, username: freshName() };
  const stranger: GuessSubject = {
    of: 'password',
    accountId: account.id,
    name: hashName(account.username),
    knownAs: null,
  };
  const here = freshAddress();
  interface At {
    readonly subject?: GuessSubject;
    readonly address?: string;
    readonly mayChallenge?: boolean;
  }
  /** Answers `judged`, or the code of the refusal, with what the trail says of the proof. */
  const guess = async (
    waited?: string,
    { subject = stranger, address = here, mayChallenge = true }: At = {},
  ) => {
    const steps: Step[] = [];
    const trail = { note: (step: Step) => void steps.push(step) };
    const outcome = await countGuess(
      services,
      { subject, address, proofOfWork: undefined, waited, mayChallenge, trail },
      async () => 'judged',
    ).catch(({ code }) => code as string);
    const proofs = steps.flatMap((step) => (step.code === 'proof-of-work' ? [step.state] : []));
    return [outcome, ...proofs].join(' ');
  };
  const ticket = async ({ subject = stranger, address = here }: At = {}, sent?: string) => {
    const offer = await offerWait(services, { subject, address }, sent);
    if (!offer) throw new Error('No proof of work is needed.');
    return offer.ticket;
  };
  for (let count = 0; count < 3; count += 1) await guess();
  return { services, db, clock, accountId: account.id ?? '', stranger, here, guess, ticket };
}

async function keysOf({ db }: { db: Db }): Promise<string[]> {
  const rows = await db.selectFrom('limits').select('key').where('key', 'like', 'waited:%').execute();
  return rows.map(({ key }) => key);
}

eachDatabase('a wait in the place of a proof of work', (make) => {
  test.each([true, false])('lets one guess through, once; the account exists: %s', async (exists) => {
    const { clock, guess, ticket } = await failedThrice(make, { exists });
    expect(await guess()).toBe('challenge-required asked');
    const one = await ticket();
    clock.advance(seconds(30) - 1);
    expect(await guess(one)).toBe('challenge-required wait-early');
    clock.advance(1);
    expect(await guess(one)).toBe('judged waited');
    expect(await guess(one)).toBe('challenge-required wait-void');
    clock.advance(seconds(60));
    expect(await guess(one)).toBe('challenge-required wait-void');
  });

  test('V15.4.2 of 50 at once with one ticket, one is judged', async () => {
    const { clock, guess, ticket } = await failedThrice(make, { limits: { waitAfter: 100 } });
    const one = await ticket();
    clock.advance(seconds(30));
    const answers = await Promise.all(Array.from({ length: 50 }, () => guess(one)));
    expect(answers.filter((answer) => answer.startsWith('judged'))).toEqual(['judged waited']);
  });

  test('V15.4.2 is used up by one of 50 machines at once, which wait for nothing but the database', async () => {
    const { services, clock, stranger, here, ticket } = await failedThrice(make);
    const waited = await ticket();
    clock.advance(seconds(30));
    const read = () => readWait(services, { subject: stranger, address: here, waited });
    const states = await Promise.all(Array.from({ length: 50 }, read));
    const used = await Promise.all(
      states.map((state) => typeof state === 'object' && useWait(services, state)),
    );
    expect(used.filter((isUsed) => isUsed)).toHaveLength(1);
    expect(await read()).toBe('void');
  });

  test('V2.4.1 hundreds of tickets that were fetched at once are worth one guess in 30 seconds', async () => {
    const { clock, guess, ticket } = await failedThrice(make, { limits: { waitAfter: 100 } });
    const many: string[] = [];
    while (many.length < 200) many.push(...(await Promise.all(Array.from({ length: 20 }, () => ticket()))));
    expect(new Set(many).size).toBe(200);
    clock.advance(seconds(30));
    const judged = async (tickets: readonly string[]) =>
      (await Promise.all(tickets.map((one) => guess(one)))).filter((answer) => answer === 'judged waited')
        .length;
    expect(await judged(many.slice(0, 50))).toBe(1);
    // Those that were made meanwhile, one each second, are not yet worth anything, and void once one of them is used.
    const meanwhile: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      clock.advance(seconds(1));
      meanwhile.push(await ticket());
    }
    expect(await judged(many.slice(50, 100))).toBe(0);
    expect(await judged(meanwhile)).toBe(1);
    expect(await judged([...many.slice(100, 150), ...meanwhile])).toBe(0);
  });

  test('V6.3.1 is bounded by the account, from however many networks', async () => {
    const { clock, guess, ticket } = await failedThrice(make);
    const addresses = Array.from({ length: 20 }, freshAddress);
    const tickets = await Promise.all(addresses.map((address) => ticket({ address })));
    clock.advance(seconds(30));
    const answers = await Promise.all(addresses.map((address, at) => guess(tickets[at], { address })));
    expect(answers.filter((answer) => answer === 'judged waited')).toHaveLength(2);
    expect(answers.filter((answer) => answer.startsWith('too-many-attempts'))).toHaveLength(18);
  });

  test("a stranger's tickets leave those of other networks, and of a known browser, as they are", async () => {
    const { clock, stranger, guess, ticket } = await failedThrice(make, { limits: { waitAfter: 100 } });
    const known = { subject: { ...stranger, knownAs: 'device:a' } };
    for (let count = 0; count < 3; count += 1) await guess(undefined, known);
    const elsewhere = { address: freshAddress() };
    const [own, ofKnown, theirs] = [await ticket(), await ticket(known), await ticket(elsewhere)];
    clock.advance(seconds(30));
    expect(await guess(theirs, elsewhere)).toBe('judged waited');
    expect(await guess(own)).toBe('judged waited');
    expect(await guess(ofKnown, known)).toBe('judged waited');
  });

  test('is for the name, the network and the count for which it was begun, and for nothing else', async () => {
    const { clock, stranger, here, guess, ticket } = await failedThrice(make, { limits: { waitAfter: 100 } });
    const other = await failedThrice(make, { limits: { waitAfter: 100 } });
    const one = await ticket();
    clock.advance(seconds(30));
    other.clock.advance(seconds(30));
    const refused = 'challenge-required wait-void';
    expect(await other.guess(one, { address: here }), 'another account').toBe(refused);
    expect(await guess(one, { address: freshAddress() }), 'another network').toBe(refused);
    const otherwise = { subject: { ...stranger, name: hashName('ada@example.com') } };
    expect(await guess(one, otherwise), 'another name of the account').toBe(refused);
    const codes = { subject: { ...stranger, of: 'code' } as const };
    for (let count = 0; count < 3; count += 1) await guess(undefined, codes);
    expect(await guess(one, codes), 'codes').toBe(refused);
    for (const forged of [
      '',
      'x',
      '1.2.3',
      one.slice(0, -1),
      `${one}A`,
      one.replace(/^\d+/, '1000000000000'),
    ])
      expect(await guess(forged), forged).toBe(refused);
    expect(await guess(one, { address: here.replace(/::1$/, '::2') }), 'the same /64').toBe('judged waited');
  });

  test('ends ten minutes after it is over, as a challenge does', async () => {
    const { clock, guess, ticket } = await failedThrice(make);
    const one = await ticket();
    clock.advance(seconds(30) + minutes(10) - 1);
    expect(await guess(one)).toBe('judged waited');
    const late = await ticket();
    clock.advance(seconds(30) + minutes(10));
    expect(await guess(late)).toBe('challenge-required wait-void');
  });

  test('does nothing where no proof of work is needed any more, or none may be asked', async () => {
    const { clock, db, accountId, guess, ticket } = await failedThrice(make);
    const [one, other] = [await ticket(), await ticket()];
    clock.advance(seconds(30));
    expect(await guess(other, { mayChallenge: false })).toBe('judged not-asked');
    await inTransaction(db, (tx) => clearLimitsOf(tx, accountId));
    expect(await guess(one)).toBe('judged waited');
  });

  test('stays used up when the counts of the account begin anew', async () => {
    const { clock, db, accountId, guess, ticket } = await failedThrice(make);
    const one = await ticket();
    clock.advance(seconds(30));
    expect(await guess(one)).toBe('judged waited');
    await inTransaction(db, (tx) => clearLimitsOf(tx, accountId));
    for (let count = 0; count < 3; count += 1) await guess();
    expect(await guess(one)).toBe('challenge-required wait-void');
  });

  test('goes on for whoever sends its ticket too early, and says how long', async () => {
    const { services, clock, stranger, here, guess, ticket } = await failedThrice(make);
    const one = await ticket();
    clock.advance(seconds(18));
    expect(await ticket({}, one)).toBe(one);
    const offer = await offerWait(services, { subject: stranger, address: here }, one);
    expect(offer?.said(english)).toBe(
      'JavaScript is turned off. Wait 12 seconds, then enter your password again.',
    );
    clock.advance(seconds(12));
    expect(await guess(one)).toBe('judged waited');
    expect(await ticket({}, one)).not.toBe(one);
  });

  test('leaves one row for a count and network, which is swept, and none for tickets that nobody uses', async () => {
    const app = await failedThrice(make, { limits: { waitAfter: 100 } });
    const { clock, db, guess, ticket } = app;
    const before = await keysOf(app);
    for (let count = 0; count < 3; count += 1) {
      const [one] = [await ticket(), await ticket()];
      clock.advance(seconds(30));
      expect(await guess(one)).toBe('judged waited');
    }
    const added = async () => (await keysOf(app)).filter((key) => !before.includes(key));
    expect(await added()).toHaveLength(1);
    await deleteExpiredLimits(db, clock() + minutes(21) - 1);
    expect(await added()).toHaveLength(1);
    await deleteExpiredLimits(db, clock() + minutes(21));
    expect(await added()).toEqual([]);
  });
});
