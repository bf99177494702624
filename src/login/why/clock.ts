import { factors } from '../../factors/index.ts';
import { systemClock } from '../../kit/clock.ts';
import { clockAhead, clockTolerance, type Db } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import {
  answersAround,
  type GivenAnswer,
  listTrails,
  type StepWith,
  type TrailPart,
} from '../../people/trails/index.ts';

/** Why the server's clock is to be blamed for an answer, and no phone. Seconds are how far it's off, at least. */
export type ClockDoubt =
  /** So many people, this one among them, were off by as much. */
  | { readonly by: 'people'; readonly people: number; readonly lateSeconds: number }
  /** Something was written or accepted at a time that is still to come. */
  | { readonly by: 'later'; readonly seconds: number }
  /** The database's clock is ahead of this one, or behind it where negative. */
  | { readonly by: 'database'; readonly seconds: number }
  /** The same of the clock of the person's browser, by which the code is right. */
  | { readonly by: 'browser'; readonly seconds: number };

/** People of an hour before and after are compared. */
const shortly = hours(1);

const byClock = new Set(factors.filter(({ isByClock }) => isByClock).map(({ name }) => name));

/** Whether the server's clock is why the answer at the end of this part was refused. `now` is its present time. */
export async function findClockDoubt(db: Db, last: TrailPart, now: number): Promise<ClockDoubt | undefined> {
  const answer = lastAnswerIn(last);
  if (!answer || answer.ok || !byClock.has(answer.factor)) return undefined;
  const { reason, aheadSeconds = 0 } = answer;
  const later = aheadSeconds > 0 ? aheadSeconds : await secondsToCome(db, last, now);
  if (later > 0) return { by: 'later', seconds: later };
  if (reason !== 'wrong' && reason !== 'outside-window') return undefined;
  const database = ofDatabase(await clockAhead(db, systemClock));
  if (database) return database;
  const given = await answersAround(db, last);
  return (
    (reason === 'outside-window' ? ofPeople(given, last, answer) : undefined) ??
    ofBrowser(given, last, answer)
  );
}

/** `ahead` is by how many milliseconds the database's clock is ahead of this one. */
export function ofDatabase(ahead: number): ClockDoubt | undefined {
  if (Math.abs(ahead) <= clockTolerance) return undefined;
  return { by: 'database', seconds: Math.round(ahead / 1000) };
}

/** The last answer of a factor in a part, if there is one. */
export function lastAnswerIn({ steps }: TrailPart): StepWith<'factor-answered'> | undefined {
  return steps.findLast((step) => step.code === 'factor-answered');
}

/** How far in the future the account's trails go: that can only be where the clock was set back. */
async function secondsToCome(db: Db, { accountId }: TrailPart, now: number): Promise<number> {
  if (accountId === null) return 0;
  const trails = await listTrails(db, { accountId, limit: 5 });
  const latest = Math.max(...trails.flatMap(({ parts }) => parts.map(({ at }) => at)));
  return latest > now + clockTolerance ? Math.round((latest - now) / 1000) : 0;
}

/** Two people's phones are hardly wrong by the same. But where most are right, theirs are. */
export function ofPeople(
  given: readonly GivenAnswer[],
  { accountId, at }: TrailPart,
  { factor, lateSeconds = 0 }: StepWith<'factor-answered'>,
): ClockDoubt | undefined {
  const alike = new Set([accountId]);
  const right = new Set<string>();
  for (const { accountId: other, at: theirs, answer } of given) {
    if (answer.factor !== factor || Math.abs(theirs - at) > shortly) continue;
    const isOff = answer.reason === 'outside-window';
    if (isOff && Math.abs((answer.lateSeconds ?? 0) - lateSeconds) <= 30) alike.add(other);
    if (answer.ok && Math.abs(answer.lateSeconds ?? 0) <= 30) right.add(other);
  }
  const people = alike.size;
  return people > 1 && people > right.size ? { by: 'people', people, lateSeconds } : undefined;
}

/** Two devices of one person agree on another time, unless a code of somebody else was right by this server's. */
export function ofBrowser(
  given: readonly GivenAnswer[],
  { accountId, at }: TrailPart,
  { factor, browserAheadSeconds: seconds = 0 }: StepWith<'factor-answered'>,
): ClockDoubt | undefined {
  const off = Math.abs(seconds) * 1000;
  if (off <= clockTolerance) return undefined;
  // What was right before the clock jumped is at least as far away.
  const near = Math.min(shortly, off - clockTolerance);
  const isRefuted = given.some(
    ({ accountId: other, at: theirs, answer }) =>
      other !== accountId && answer.factor === factor && answer.ok && Math.abs(theirs - at) <= near,
  );
  return isRefuted ? undefined : { by: 'browser', seconds };
}
