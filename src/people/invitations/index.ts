/**
 * Invitations: the addresses that admins have invited to have an account. Whoever has an invitation can read the mail of its
 * address. Who may invite, and what happens when one is accepted, is up to the floors above.
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
