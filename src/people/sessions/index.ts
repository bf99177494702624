/**
 * Sessions: who is logged in, from where, until when. A session is a row and a secret that its holder keeps.
 * Whether somebody may have one is decided by the login flow, not here.
 */
export { viewerOf } from './caller.ts';
export {
  clearSessionCookie,
  handOverToken,
  identify,
  sessionCookieName,
  setSessionCookie,
  usesSecureCookies,
} from './carry.ts';
export { type CreatedSession, createSession, type Transport } from './create.ts';
export { requireLiving } from './living.ts';
export { notSignedIn, sessionProblems } from './problems.ts';
export { createSessionReader, type SessionRow } from './reader.ts';
export { amrOf, type Proof, type Session, sessionSchema, toSession } from './session.ts';
export {
  deleteExpiredSessions,
  findProofTimes,
  listSessions,
  renewProof,
  replaceToken,
  revokeOtherSessions,
  revokeSession,
  revokeWeakSessions,
} from './store.ts';

import type { SessionReader } from './reader.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly sessions: SessionReader;
  }
}
