import { createPasswordHasher } from '../../factors/password/index.ts';
import { type ExplainedTrail, explainTrail, findNearNames, readAccount } from '../../login/index.ts';
import { findTrail, listTrails, type Trail } from '../../people/trails/index.ts';
import {
  findMailOverview,
  findNamed,
  findObstacleNow,
  type MailOverview,
  type OperatorServices,
} from '../accounts/index.ts';

/** The attempt with this ID (`att_…`), explained, or undefined. */
export async function findExplained(
  services: OperatorServices,
  id: string,
): Promise<ExplainedTrail | undefined> {
  const trail = await findTrail(services.db, id);
  return trail && (await explain(services, [trail]))[0];
}

/** The latest attempts, explained, newest first. */
export async function listExplained(services: OperatorServices, limit: number): Promise<ExplainedTrail[]> {
  return explain(services, await listTrails(services.db, { limit }));
}

/** What is known of an account's attempts. */
interface TrailsOf {
  readonly trails: ExplainedTrail[];
  readonly mail: MailOverview;
  /** Where there are no attempts, what may have been ones of its owner. */
  readonly otherwise: readonly string[];
}

/** The latest attempts of an account, and the state of its emails. Undefined when it doesn't exist. */
export async function listExplainedOf(
  services: OperatorServices,
  { name, limit }: { readonly name: string; readonly limit: number },
): Promise<TrailsOf | undefined> {
  const { db, clock } = services;
  const account = await findNamed(db, name);
  if (!account) return undefined;
  const trails = await explain(services, await listTrails(db, { accountId: account.id, limit }));
  const mail = await findMailOverview(db, account.id, clock());
  if (trails.length > 0) return { trails, mail, otherwise: [] };
  const read = await readAccount(services, account.id);
  const { username } = account;
  const nearNames = read && (await findNearNames(services, read));
  return { trails, mail, otherwise: services.words.why.nearNames({ nearNames, username }) };
}

async function explain(services: OperatorServices, trails: readonly Trail[]): Promise<ExplainedTrail[]> {
  const hasher = createPasswordHasher(services.config);
  const obstacle = await findObstacleNow(services);
  const explained: ExplainedTrail[] = [];
  for (const [at, trail] of trails.entries()) {
    explained.push(await explainTrail({ ...services, hasher }, trail, { isNewest: at === 0, obstacle }));
  }
  return explained;
}
