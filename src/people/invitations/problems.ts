import type { ProblemDefinition } from '../../kit/problem.ts';

/** One answer for an invitation that is unknown, used, revoked or expired: only the trail tells which. */
export const invitationInvalid: ProblemDefinition = {
  code: 'invitation-invalid',
  status: 404,
  words: ({ invitations }) => invitations.problems.invitationInvalid,
};

export const invitationForAnother: ProblemDefinition = {
  code: 'invitation-for-another',
  status: 403,
  words: ({ invitations }) => invitations.problems.invitationForAnother,
};

export const invitationProblems: readonly ProblemDefinition[] = [invitationInvalid, invitationForAnother];
