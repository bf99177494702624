import type { Db } from '../../../kit/db/index.ts';
import { hashToken } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import type { LinkEnd, LinkPurpose, LinksTable } from '../table.ts';
import { tokenIn, wasMadeHere } from './links.ts';
import { findSentLink } from './links-store.ts';

/** What became of a link that was sent, and when, in Unix milliseconds. */
export interface LinkFate {
  readonly state: 'good' | 'used' | 'expired' | LinkEnd;
  readonly at: number;
}

/** Why a link opens nothing. `at` in Unix milliseconds, `accountId` where it's known whose it was. */
export interface LinkRefusal {
  readonly purpose: LinkPurpose;
  /** `gone`: made here, and nothing is stored of it any more. `cut`: a part of a code. `unknown`: none of ours. */
  readonly state: Exclude<LinkFate['state'], 'good'> | 'other-purpose' | 'gone' | 'cut' | 'unknown';
  readonly at?: number | undefined;
  readonly accountId?: string;
}

type Stored = Pick<LinksTable, 'used_at' | 'ended_at' | 'ended_by' | 'expires_at'>;

/** What came first counts: a link that was used isn't told to have expired. */
export function fateOf({ used_at, ended_at, ended_by, expires_at }: Stored, now: number): LinkFate {
  if (used_at !== null) return { state: 'used', at: used_at };
  if (ended_at !== null) return { state: ended_by ?? 'account-changed', at: ended_at };
  return { state: expires_at <= now ? 'expired' : 'good', at: expires_at };
}

/**
 * Why what somebody pasted opens nothing for this purpose. Whoever holds the token reads the mail of the account, so
 * they may know what became of it; of a token that isn't ours nothing is said.
 */
export async function whyRefused(
  db: Db,
  services: Pick<Services, 'clock' | 'secretKey'>,
  purpose: LinkPurpose,
  pasted: string,
): Promise<LinkRefusal> {
  const token = tokenIn(pasted);
  const link = token === '' ? undefined : await findSentLink(db, hashToken(token));
  if (link) {
    const { account_id: accountId } = link;
    if (link.purpose !== purpose) return { purpose, state: 'other-purpose', accountId };
    const { state, at } = fateOf(link, services.clock());
    // Two that come at once: the other one has it by now, or its own use is undone.
    return { purpose, state: state === 'good' ? 'used' : state, at, accountId };
  }
  if (wasMadeHere(services, token)) return { purpose, state: 'gone' };
  return { purpose, state: isPart(pasted, token) ? 'cut' : 'unknown' };
}

/** A code without its last part: of links of this version each has a mark. */
function isPart(pasted: string, token: string): boolean {
  return token === '' && /lnk_[\w-]{4,}/.test(pasted);
}
