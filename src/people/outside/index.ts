/**
 * Identities at other providers: who a provider says somebody is, and whose account that opens. It is `issuer` and `subject`
 * together; an address is never compared with anybody's.
 */
export { readAnswer } from './answer.ts';
export { sendToProvider } from './ask.ts';
export {
  consumeNewcomer,
  deleteExpiredOutsideAttempts,
  findByState,
  findNewcomer,
  keepNewcomer,
  type Newcomer,
  outsideLifetime,
  takeAnswer,
} from './attempts.ts';
export { createOutsideClients } from './client.ts';
export { faultOf } from './faults.ts';
export {
  deleteIdentitiesBefore,
  deleteIdentity,
  findIdentity,
  insertIdentity,
  listIdentities,
  newIdentityId,
  touchIdentity,
} from './identities.ts';
export type { Identity } from './identity.ts';
export { canVerify, findProvider, type Provider } from './providers.ts';
export type { OutsideAttemptsTable, OutsideIdentitiesTable } from './table.ts';
export { type TriedProvider, tryProvider } from './try.ts';
export { type IdentityView, providerLabel, viewIdentities } from './view.ts';

import type { OutsideClients } from './client.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly outside: OutsideClients;
  }
}
