import { createPasswordHasher } from '../../factors/password/index.ts';
import {
  type AccountRead,
  findFacts,
  findNearNames,
  judge,
  type SignInFacts,
  type Verdict,
} from '../../login/index.ts';
import { findObstacleNow } from './obstacle.ts';
import type { OperatorServices } from './overview.ts';

/** Whether an account can sign in, in words too, and the facts behind it. */
export interface Standing extends Pick<Verdict, 'canSignIn'> {
  readonly facts: SignInFacts;
  /** What follows "Can sign in: yes, ". */
  readonly because: string;
}

/** The verdict with this configuration, which may differ from the server's. */
export async function findStanding(services: OperatorServices, read: AccountRead): Promise<Standing> {
  const hasher = createPasswordHasher(services.config);
  const facts = {
    ...(await findFacts({ ...services, hasher }, read, await findObstacleNow(services))),
    nearNames: await findNearNames(services, read),
  };
  const verdict = judge(facts);
  return { facts, canSignIn: verdict.canSignIn, because: services.words.why.verdict(facts, verdict) };
}
