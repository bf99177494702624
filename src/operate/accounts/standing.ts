import { createPasswordHasher } from '../../factors/password/index.ts';
import { findFacts, judge, type SignInFacts, type Verdict } from '../../login/index.ts';
import type { AccountRow } from '../../people/accounts/index.ts';
import { findObstacleNow } from './obstacle.ts';
import type { OperatorServices } from './overview.ts';

/** Whether an account can sign in, in words too, and the facts behind it. */
export interface Standing extends Pick<Verdict, 'canSignIn'> {
  readonly facts: SignInFacts;
  /** What follows "Can sign in: yes, ". */
  readonly because: string;
}

/** The verdict with this configuration, which may differ from the server's. */
export async function findStanding(services: OperatorServices, account: AccountRow): Promise<Standing> {
  const hasher = createPasswordHasher(services.config);
  const facts = await findFacts({ ...services, hasher }, account, await findObstacleNow(services));
  const verdict = judge(facts);
  return { facts, canSignIn: verdict.canSignIn, because: services.words.why.verdict(facts, verdict) };
}
