import { factors } from '../../factors/index.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import type { Trail } from '../../people/trails/index.ts';
import { findClockDoubt, lastAnswerIn } from './clock.ts';
import type { FactsServices, RefusedFacts } from './facts.ts';

/** What is known of the answer that was refused at the end of an account's attempt; undefined where none was. */
export async function findRefusedFacts(
  { config, db, clock }: FactsServices,
  { parts }: Trail,
  account: Pick<AccountRow, 'id' | 'username'>,
): Promise<RefusedFacts | undefined> {
  const last = parts.at(-1);
  const answer = last && lastAnswerIn(last);
  if (!answer || answer.ok) return undefined;
  const factor = factors.find(({ name }) => name === answer.factor);
  const { reason = 'other', since } = answer;
  return {
    explained: await factor?.explain?.({ config, db }, { account, reason, since, at: last.at }),
    clock: await findClockDoubt(db, last, clock()),
  };
}
