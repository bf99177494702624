import type { Db } from '../../kit/db/index.ts';
import { type EventsTable, listEvents } from '../../people/events/index.ts';
import type { Trail } from '../../people/trails/index.ts';

/** The types of events that change what a sign-in asks for, or end it. */
const changing =
  /^(password-(changed|recovered)|email-(verified|removed)|.+-(added|removed)|second-factor-.+)$/;

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
      (step.code === 'attempt' && step.state === 'expired') ||
      (step.code === 'refused' && step.problem === 'not-found'),
  );
  if (!isOver) return undefined;
  const events = await listEvents(db, accountId, 50);
  return events.filter(({ at, type }) => at > first.at && at <= last.at && changing.test(type)).reverse();
}
