import type { Config } from '../../config/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import { recordEvent } from '../events/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import type { Proof, SessionFacts } from './session.ts';
import { insertSession, revokeOldestSessions } from './store.ts';
import { newSessionToken } from './token.ts';

export type Transport = 'cookie' | 'bearer';

export interface NewSession {
  readonly accountId: string;
  readonly transport: Transport;
  readonly remember: boolean;
  readonly proof: Proof;
  readonly client: Client;
  readonly now: number;
  readonly trail: Pick<TrailRecorder, 'id' | 'note'>;
}

export interface CreatedSession {
  readonly session: SessionFacts;
  /** Shown this once; the database keeps its SHA-256. */
  readonly token: string;
}

/** How long a session may lie idle and how long it lives at most, in milliseconds. */
export function sessionTimes({ session }: Config, remember: boolean): { idle: number; absolute: number } {
  return remember
    ? { idle: session.rememberIdle, absolute: session.rememberAbsolute }
    : { idle: session.idle, absolute: session.absolute };
}

/**
 * The one door to a session of one's own. Only the end of the login flow calls it, when everything has been proved.
 * Of one account `session.most` live at once; the oldest end, with an event each.
 * A token is always new: none that a client brings along is taken over (session fixation, ASVS V7.2.4).
 */
export async function createSession(tx: Tx, config: Config, wanted: NewSession): Promise<CreatedSession> {
  const { accountId, transport, remember, proof, client, now, trail } = wanted;
  const { idle, absolute } = sessionTimes(config, remember);
  const { token, hash } = newSessionToken(transport);
  const session = {
    id: newId(),
    created_at: now,
    last_seen_at: now,
    idle_expires_at: now + Math.min(idle, absolute),
    expires_at: now + absolute,
    amr: JSON.stringify(proof.amr),
    aal: proof.aal,
    auth_time: now,
    second_auth_time: proof.aal === 2 ? now : null,
    ...client,
  };
  await insertSession(tx, {
    ...session,
    token_hash: hash,
    account_id: accountId,
    transport,
    remember: remember ? 1 : 0,
    trail_id: trail.id,
    unused: 1,
    admin_seen_at: null,
    actor_id: null,
    actor_session_id: null,
  });
  // Right logins have no other limit, and each would leave a row for as long as a session lives.
  const ended = await revokeOldestSessions(tx, accountId, config.session.most, now);
  if (ended.length > 0) trail.note({ code: 'sessions-ended', count: ended.length, why: 'too-many' });
  for (const sessionId of ended) {
    const detail = { reason: 'too-many-sessions' };
    await recordEvent(tx, { type: 'session-ended', accountId, sessionId, client, at: now, detail });
  }
  return { session, token };
}
