import type { Db } from '../../../kit/db/index.ts';
import { type Problem, problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import type { TrailRecorder } from '../../trails/index.ts';
import { linkOver } from '../problems.ts';
import { type LinkRefusal, whyRefused } from './link-fate.ts';

type Trail = Pick<TrailRecorder, 'note' | 'account'>;

interface Pasted {
  readonly purpose: LinkRefusal['purpose'];
  readonly pasted: string;
  readonly trail: Trail;
}

/** Tells the trail why a link opens nothing, and whose it was; answers the refusal to throw. */
export async function refuseLink(
  db: Db,
  services: Pick<Services, 'clock' | 'secretKey'>,
  { purpose, pasted, trail }: Pasted,
): Promise<Problem> {
  return refusalOf(await whyRefused(db, services, purpose, pasted), trail);
}

/** The same for a link whose account is gone by now. */
export function refuseGone(purpose: LinkRefusal['purpose'], trail: Trail): Problem {
  return refusalOf({ purpose, state: 'gone' }, trail);
}

function refusalOf(refusal: LinkRefusal, trail: Trail): Problem {
  const { purpose, state, at, accountId } = refusal;
  if (accountId !== undefined) trail.account(accountId);
  trail.note({ code: 'link-refused', purpose, state, ...(at !== undefined && { at }) });
  return problem(linkOver, ({ emails }) => emails.refusedLink(refusal));
}
