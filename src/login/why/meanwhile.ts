import type { Db } from '../../kit/db/index.ts';
import { hasAttempt } from '../../people/attempts/index.ts';
import { type EventsTable, listEvents } from '../../people/events/index.ts';
import type { Trail } from '../../people/trails/index.ts';
import { attemptLifetime } from '../attempt.ts';
import type { SignInFacts } from './facts.ts';

/** The types of events that change what a sign-in asks for, or end it. */
const changing =
  /^(password-(changed|recovered)|email-(verified|removed)|.+-(added|removed)|second-factor-.+|account-(disabled|deletion-set)|sessions-ended|new-password-asked)$/;

/** What changed in an account while an attempt of its was under way and came to nothing; undefined where it just failed. */
export async function findMeanwhile(
  db: Db,
  { parts }: Trail,
  accountId: string,
): Promise<EventsTable[] | undefined> {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) return undefined;
  const isOver = last.steps.some(
    (step) =>
      (step.code === 'attempt' && (step.state === 'expired' || step.state === 'gone')) ||
      (step.code === 'refused' && step.problem === 'not-found'),
  );
  // Of one that waits, whoever goes on with it has a trail of their own once its row is gone.
  const isWaiting = last.outcome === 'more';
  if (!isOver && !isWaiting) return undefined;
  const [from, to] = isWaiting ? [endOf(last), Number.POSITIVE_INFINITY] : [first.at, last.at];
  const events = await listEvents(db, accountId, 50);
  return events.filter(({ at, type }) => at > from && at <= to && changing.test(type)).reverse();
}

/** What became of an attempt that waits; undefined where it still does. */
export async function findAttemptEnd(
  db: Db,
  { id, parts }: Trail,
  now: number,
): Promise<SignInFacts['attemptEnd']> {
  const begun = parts.find(({ steps }) =>
    steps.some((step) => step.code === 'attempt' && step.state === 'begun'),
  );
  if (!begun || parts.at(-1)?.outcome !== 'more') return undefined;
  const expiresAt = begun.at + attemptLifetime;
  if (expiresAt <= now) return { expiredAt: expiresAt };
  return (await hasAttempt(db, id)) ? undefined : 'gone';
}

/** When a part ended: what it did itself came before. */
export const endOf = ({ at, steps }: Trail['parts'][number]): number =>
  at + steps.reduce((sum, { ms }) => sum + ms, 0);
