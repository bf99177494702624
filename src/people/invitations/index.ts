/**
 * Invitations: who is asked by an admin to have an account here, by the address that the invitation was sent to. Whoever
 * holds one reads that address. Who may invite, and what becomes of who accepts, is the business of the floors above.
 */
export { acceptRoles } from './accept-roles.ts';
export { invitationForAnother, invitationInvalid, invitationProblems } from './problems.ts';
export {
  deleteExpiredInvitations,
  findInvitationById,
  type InvitationRow,
  type InvitationState,
  pageOfInvitations,
  putInvitation,
  revokeInvitations,
  stateOf,
} from './store.ts';
export { requireInvitation, useInvitation } from './use.ts';
