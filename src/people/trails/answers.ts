import type { Db } from '../../kit/db/index.ts';
import type { FactorName } from '../factor-names.ts';
import type { StepWith } from './steps.ts';
import { listTrails, partsAround } from './store.ts';
import type { TrailPart } from './trail.ts';

/** An answer of a factor, whose it was and when. */
export interface GivenAnswer {
  readonly accountId: string;
  readonly at: number;
  readonly answer: StepWith<'factor-answered'>;
}

/** How many of an account's attempts are looked at, the newest first. */
const mostTrails = 20;

/** When the account's last right answer of a factor was given before a time; undefined where no kept trail tells of one. */
export async function lastAcceptedAnswer(
  db: Db,
  { accountId, factor, before }: { accountId: string; factor: FactorName; before: number },
): Promise<number | undefined> {
  const trails = await listTrails(db, { accountId, limit: mostTrails });
  const given = trails.flatMap(({ parts }) => parts.flatMap(answersIn));
  const right = given.filter(({ answer, at }) => answer.factor === factor && answer.ok && at <= before);
  return right.length === 0 ? undefined : Math.max(...right.map(({ at }) => at));
}

/** What anybody has answered shortly before and after a part of a trail. */
export async function answersAround(db: Db, part: Pick<TrailPart, 'id'>): Promise<GivenAnswer[]> {
  return (await partsAround(db, part.id)).flatMap(answersIn);
}

function answersIn({ accountId, at, steps }: TrailPart): GivenAnswer[] {
  if (accountId === null) return [];
  return steps.flatMap((step) => (step.code === 'factor-answered' ? [{ accountId, at, answer: step }] : []));
}
