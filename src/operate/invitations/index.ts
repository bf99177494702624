/** Inviting people by their email address, and what became of the invitations. Accepting one is the person's own. */
export { inviteByCommand, revokeByCommand } from './by-command.ts';
export { invite, type WantedInvitation } from './invite.ts';
export { findSentInvitation, type ListedInvitation, listSentInvitations } from './list.ts';
export { revokeInvitation } from './revoke.ts';
