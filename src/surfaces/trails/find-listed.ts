import type { Services } from '../../kit/services.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { findNamed } from '../../operate/accounts/index.ts';
import { pageOfTrails, readTrailId } from '../../people/trails/index.ts';
import { accountOf, findShownTrail, showTrail } from './shown-trail.ts';

/** What the list of attempts is asked for, all of it in its address. */
export interface Wanted {
  /** A username or a verified email address, as it was typed; empty for everybody's. */
  readonly username: string;
  /** A support code, as it was typed; empty for any. */
  readonly code: string;
  /** Where the page before this one ended; undefined for the newest. */
  readonly before: string | undefined;
}

/** Why a list is empty. */
export type WhyNothing = 'no-attempts' | 'no-account' | 'none-of-account' | 'no-code' | 'not-found';

export interface Listed {
  readonly trails: readonly ExplainedTrail[];
  /** Where the next page begins; undefined when there is none. */
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
  const { username, code, before } = wanted;
  await services.trails.flush();
  const account = username === '' ? undefined : await findNamed(services.db, username);
  if (username !== '' && !account) return nothing('no-account');
  if (code !== '') return findByCode(services, code, account?.id);
  const page = await pageOfTrails(services.db, { accountId: account?.id, before, limit: most });
  if (page.trails.length === 0 && before === undefined)
    return nothing(account ? 'none-of-account' : 'no-attempts');
  const trails: ExplainedTrail[] = [];
  for (const [at, trail] of page.trails.entries())
    trails.push(await showTrail(services, trail, { isNewest: at === 0 && before === undefined }));
  return { trails, older: page.older, why: undefined };
}

async function findByCode(services: Services, code: string, accountId: string | undefined): Promise<Listed> {
  const id = readTrailId(code);
  if (id === undefined) return nothing('no-code');
  const shown = await findShownTrail(services, id);
  if (!shown || (accountId !== undefined && accountOf(shown.trail) !== accountId))
    return nothing('not-found');
  return { trails: [shown], older: undefined, why: undefined };
}

const nothing = (why: WhyNothing): Listed => ({ trails: [], older: undefined, why });
