import type { Services } from '../../kit/services.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { findNamed } from '../../operate/accounts/index.ts';
import { pageOfTrails, readTrailId, type TrailOutcome } from '../../people/trails/index.ts';
import { accountOf, findShownTrail, isNewestOfAccount, showTrail } from './shown-trail.ts';

/** What the list of attempts is asked for, all of it in its address. */
export interface Wanted {
  /** A username or a verified email address, as it was typed; empty for everybody's. */
  readonly username: string;
  /** A support code, as it was typed; empty for any. */
  readonly code: string;
  /** How the attempts stand; undefined for any. */
  readonly outcome?: TrailOutcome | undefined;
  /** Where the page before this one ended; undefined for the newest. */
  readonly before?: string | undefined;
  /** Where the page after this one began. */
  readonly after?: string | undefined;
  /** How many; a page of them unless said. */
  readonly limit?: number;
}

/** Why a list is empty. */
export type WhyNothing =
  | 'no-attempts'
  | 'no-account'
  | 'none-of-account'
  | 'none-like-this'
  | 'no-code'
  | 'not-found';

export interface Listed {
  readonly trails: readonly ExplainedTrail[];
  /** Where the pages beside this one begin; undefined when there is none. */
  readonly newer: string | undefined;
  readonly older: string | undefined;
  readonly why: WhyNothing | undefined;
}

/** How many attempts a page shows. */
const most = 50;

/** More than a username or an address has; a longer one isn't looked for. */
const longestName = 320;

const partId = /^[0-9a-f-]{36}$/;

/** What the query of an address asks for. A place that is none of ours asks for the newest. */
export function readWanted(query: URLSearchParams): Wanted {
  const text = (name: string) => query.get(name)?.trim() ?? '';
  const before = text('before');
  return {
    username: text('username').slice(0, longestName),
    code: text('code').slice(0, 40),
    before: partId.test(before) ? before : undefined,
  };
}

/** The attempts that are asked for, the newest first, never more than a page of them. */
export async function findListed(services: Services, wanted: Wanted): Promise<Listed> {
  const { username, code, outcome, before, after, limit = most } = wanted;
  await services.trails.flush();
  const account = username === '' ? undefined : await findNamed(services.db, username);
  if (username !== '' && !account) return nothing('no-account');
  if (code !== '') return findByCode(services, code, account?.id);
  const isTop = before === undefined && after === undefined;
  const page = await pageOfTrails(services.db, { accountId: account?.id, outcome, before, after, limit });
  if (page.trails.length === 0 && isTop) return nothing(whyNone(outcome, account));
  const trails: ExplainedTrail[] = [];
  for (const [at, trail] of page.trails.entries()) {
    const isNewest = at === 0 && isTop && (await isNewestOfAccount(services, trail));
    trails.push(await showTrail(services, trail, { isNewest }));
  }
  return { trails, newer: page.newer, older: page.older, why: undefined };
}

function whyNone(outcome: TrailOutcome | undefined, account: object | undefined): WhyNothing {
  if (outcome !== undefined) return 'none-like-this';
  return account ? 'none-of-account' : 'no-attempts';
}

async function findByCode(services: Services, code: string, accountId: string | undefined): Promise<Listed> {
  const id = readTrailId(code);
  if (id === undefined) return nothing('no-code');
  const shown = await findShownTrail(services, id);
  if (!shown || (accountId !== undefined && accountOf(shown.trail) !== accountId))
    return nothing('not-found');
  return { trails: [shown], newer: undefined, older: undefined, why: undefined };
}

const nothing = (why: WhyNothing): Listed => ({ trails: [], newer: undefined, older: undefined, why });
