import type { Db } from '../../kit/db/index.ts';
import type { Words } from '../../kit/words/index.ts';
import {
  type CookieFault,
  type EndReason,
  findLastEnded,
  findOpenedBy,
  runOut,
} from '../../people/sessions/index.ts';
import type { Trail } from '../../people/trails/index.ts';

/** What became of the session that an attempt has opened. Times are Unix milliseconds. */
export type SessionNow =
  /** Nobody has come back with it. */
  | { readonly state: 'unused'; readonly transport: 'cookie' | 'bearer' }
  | { readonly state: 'used'; readonly lastSeenAt: number; readonly device: string }
  | { readonly state: 'ended'; readonly why: EndReason; readonly at: number };

/** Looks it up; undefined where nothing is known of it any more. */
export async function findSessionNow(
  db: Db,
  { accountId, trail, now }: { readonly accountId: string; readonly trail: Trail; readonly now: number },
): Promise<SessionNow | undefined> {
  const session = await findOpenedBy(db, accountId, trail.id);
  if (session) {
    const { why, at } = runOut(session);
    if (at <= now) return { state: 'ended', why, at };
    const { unused, transport, last_seen_at: lastSeenAt, device } = session;
    return unused === 1 ? { state: 'unused', transport } : { state: 'used', lastSeenAt, device };
  }
  const ended = await findLastEnded(db, accountId, now);
  const openedAt = trail.parts.at(-1)?.at ?? now;
  return ended && ended.at >= openedAt ? { state: 'ended', ...ended } : undefined;
}

/** What to say of it after "signed in successfully". */
export function sessionInWords(
  { why }: Words,
  trail: Trail,
  session: SessionNow | undefined,
): readonly string[] {
  const { session: said } = why;
  if (session === undefined) return [];
  if (session.state === 'used') return said.used(session.lastSeenAt, session.device);
  if (session.state === 'ended') return said.ended(session.why, session.at);
  return session.transport === 'bearer' ? said.unusedToken : said.unusedCookie(faultIn(trail));
}

function faultIn({ parts }: Trail): Exclude<CookieFault, 'other-host'> | undefined {
  const step = parts.flatMap(({ steps }) => steps).findLast(({ code }) => code === 'cookie-at-risk');
  return step?.code === 'cookie-at-risk' ? step.fault : undefined;
}
