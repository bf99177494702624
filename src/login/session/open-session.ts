import type { Tx } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { type AccountRow, recordLogin } from '../../people/accounts/index.ts';
import { type EventType, recordEvent } from '../../people/events/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import type { DeviceOwner } from '../../people/limits/index.ts';
import {
  type CreatedSession,
  cookieFaultOf,
  createSession,
  type Proof,
  revokeSession,
  sessionCookieOf,
  type Transport,
} from '../../people/sessions/index.ts';
import type { Requester } from '../requester.ts';
import { tellOfNewDevice } from './tell-of-new-device.ts';

export interface SessionOptions {
  readonly transport: Transport;
  readonly remember: boolean;
}

/** Everything has been proved and a session stands open. */
export interface CompleteLogin extends CreatedSession, SessionOptions {
  readonly status: 'complete';
  readonly account: AccountRow;
  readonly owner: DeviceOwner;
}

/**
 * The end of the login flow, in the transaction of what led here: the session, the event, the time of login, and a
 * mail where the browser is new.
 * The session that the browser held before is ended, so that none is left which nobody can see (ASVS V7.2.4).
 */
export async function openSession(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock' | 'secretKey' | 'words'>,
  opened: {
    account: AccountRow;
    proof: Proof;
    sessionOptions: SessionOptions;
    requester: Requester;
    event: EventType;
  },
): Promise<CompleteLogin> {
  const { account, proof, sessionOptions, requester, event } = opened;
  const now = services.clock();
  const { client, heldSession } = requester;
  const takesPlace = heldSession !== null && sessionOptions.transport === 'cookie';
  if (
    takesPlace &&
    (await revokeSession(tx, heldSession.accountId, heldSession.id, { why: 'ended', at: now }))
  ) {
    requester.trail.note({ code: 'sessions-ended', count: 1, why: 'replaced' });
  }
  const created = await createSession(tx, services.config, {
    accountId: account.id,
    ...sessionOptions,
    proof,
    client,
    now,
    trail: requester.trail,
  });
  requester.trail.account(account.id);
  requester.trail.note({ code: 'session-opened', aal: proof.aal, amr: [...proof.amr] as Amr[] });
  if (sessionOptions.transport === 'cookie') noteCookie(services, requester, sessionOptions);
  await recordLogin(tx, account.id, now);
  await recordEvent(tx, {
    type: event,
    accountId: account.id,
    sessionId: created.session.id,
    client,
    at: now,
  });
  const owner = { accountId: account.id, securityVersion: account.security_version };
  await tellOfNewDevice(tx, services, account, { owner, transport: sessionOptions.transport, requester });
  return {
    status: 'complete',
    account: { ...account, last_login_at: now },
    owner,
    ...created,
    ...sessionOptions,
  };
}

/** Tells of the cookie that the answer will set, and of what a browser may have against it. */
function noteCookie(
  { config }: Pick<Services, 'config'>,
  { request, trail }: Requester,
  { remember }: SessionOptions,
): void {
  const { name, secure, maxAge } = sessionCookieOf(config, remember);
  trail.note({ code: 'cookie-given', name, secure, ...(maxAge !== undefined && { maxAgeSeconds: maxAge }) });
  const fault = cookieFaultOf(request, config);
  // A cookie that is set under another name of this server comes back under that name.
  if (fault) trail.note({ code: 'cookie-at-risk', fault });
}
