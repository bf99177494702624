/**
 * Sessions: who is logged in, from where, until when. A session is a row and a secret that its holder keeps.
 * Whether somebody may have one is decided by the login flow, not here.
 */
export { viewerOf } from './caller.ts';
export {
  clearSessionCookie,
  explainAbsence,
  handOverToken,
  identify,
  sendsBearer,
  sessionCookieName,
  sessionCookieOf,
  setSessionCookie,
  usesSecureCookies,
} from './carry.ts';
export { type CreatedSession, createSession, type Transport } from './create.ts';
export { deleteToldEnds, findLastEnded, keepEnded, ofEnded } from './ended.ts';
export {
  createImpersonatedReader,
  insertImpersonated,
  longestImpersonation,
} from './impersonated.ts';
export { requireLiving } from './living.ts';
export { absentCookieFaultOf, type CookieFault, cookieFaultOf } from './no-cookie.ts';
export { notSignedIn, notSignedInBecause, sessionProblems } from './problems.ts';
export { type Absence, createSessionReader, leastAalOf, type SessionRow } from './reader.ts';
export { amrOf, type Proof, type Session, type SessionFacts, sessionSchema, toSession } from './session.ts';
export {
  deleteExpiredSessions,
  findAdminUse,
  findOpenedBy,
  findProofTimes,
  listSessions,
  renewProof,
  replaceToken,
  revokeOtherSessions,
  revokeSession,
  revokeWeakSessions,
  runOut,
} from './store.ts';
export type { EndReason } from './table.ts';
export { holdsToken, tokenForm } from './token.ts';

import type { SessionReader } from './reader.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly sessions: SessionReader;
  }
}
