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
import { endOf } from './meanwhile.ts';

/** What became of the session that an attempt has opened. Times are Unix milliseconds. */
export type SessionNow =
  /** Nobody has come back with it. */
  | { readonly state: 'unused'; readonly transport: 'cookie' | 'bearer'; readonly another: Ended | undefined }
  | {
      readonly state: 'used';
      readonly lastSeenAt: number;
      readonly device: string;
      /** One that ended since, in another browser. */
      readonly another: Ended | undefined;
    }
  | ({ readonly state: 'ended' } & Ended);

interface Ended {
  readonly why: EndReason;
  readonly at: number;
}

/** Looks it up; undefined where nothing is known of it any more. */
export async function findSessionNow(
  db: Db,
  { accountId, trail, now }: { readonly accountId: string; readonly trail: Trail; readonly now: number },
): Promise<SessionNow | undefined> {
  const session = await findOpenedBy(db, accountId, trail.id);
  const ended = await findLastEnded(db, accountId, now);
  if (session) {
    const { why, at } = runOut(session);
    if (at <= now) return { state: 'ended', why, at };
    const { unused, transport, last_seen_at: lastSeenAt, device } = session;
    const another = ofAnother(trail, ended);
    return unused === 1
      ? { state: 'unused', transport, another }
      : { state: 'used', lastSeenAt, device, another };
  }
  const openedAt = trail.parts.at(-1)?.at ?? now;
  return ended && ended.at >= openedAt ? { state: 'ended', ...ended } : undefined;
}

/** The end of another session since this sign-in began. That of the same browser, which it replaced, is none of it. */
function ofAnother({ parts }: Trail, ended: Ended | undefined): Ended | undefined {
  const last = parts.at(-1);
  if (!last || !ended || ended.at < last.at || ended.why === 'signed-out') return undefined;
  return ended.why === 'ended' && ended.at <= endOf(last) ? undefined : ended;
}

/** What to say of it after "signed in successfully". */
export function sessionInWords(
  { why }: Words,
  trail: Trail,
  session: SessionNow | undefined,
): readonly string[] {
  const { session: said } = why;
  if (session === undefined) return [];
  if (session.state === 'ended') return said.ended(session.why, session.at);
  const { another } = session;
  return [
    ...(session.state === 'used'
      ? said.used(session.lastSeenAt, session.device)
      : session.transport === 'bearer'
        ? said.unusedToken
        : said.unusedCookie(faultIn(trail))),
    ...(another ? [said.another(another.why, another.at)] : []),
  ];
}

function faultIn({ parts }: Trail): CookieFault | undefined {
  const step = parts.flatMap(({ steps }) => steps).findLast(({ code }) => code === 'cookie-at-risk');
  return step?.code === 'cookie-at-risk' ? step.fault : undefined;
}
