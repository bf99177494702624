/** The one history of the schema, for both dialects. Steps are only ever added at the end. */
import type { Migration } from '../kit/db/index.ts';
import { frontDoor } from './0001-front-door.ts';
import { proofs } from './0002-proofs.ts';
import { totp } from './0003-totp.ts';
import { recoveryCodes } from './0004-recovery-codes.ts';
import { trails } from './0005-trails.ts';
import { outbox } from './0006-outbox.ts';
import { emails } from './0007-emails.ts';
import { passkeys } from './0008-passkeys.ts';
import { sessionEnds } from './0009-session-ends.ts';
import { emailCodes } from './0010-email-codes.ts';
import { secondFactorPolicy } from './0011-second-factor-policy.ts';
import { securityVersion } from './0012-security-version.ts';
import { secondProofs } from './0013-second-proofs.ts';
import { moves } from './0014-moves.ts';
import { sealedMails } from './0015-sealed-mails.ts';
import { codesByAttempt } from './0016-codes-by-attempt.ts';
import { passwordCosts } from './0017-password-costs.ts';
import { usernameLookalikes } from './0018-username-lookalikes.ts';
import { foreignKeyIndexes } from './0019-foreign-key-indexes.ts';
import { compatibleVersions } from './0020-compatible-versions.ts';
import { livingAttempts } from './0021-living-attempts.ts';
import { actors } from './0022-actors.ts';
import { endedSessions } from './0023-ended-sessions.ts';
import { mailTrails } from './0024-mail-trails.ts';
import { refusedFactors } from './0025-refused-factors.ts';
import { apps } from './0026-apps.ts';
import { audit } from './0027-audit.ts';
import { roles } from './0028-roles.ts';
import { adminTokens } from './0029-admin-tokens.ts';
import { statistics } from './0030-statistics.ts';
import { accountStates } from './0031-account-states.ts';
import { invitations } from './0032-invitations.ts';
import { accountWords } from './0033-account-words.ts';
import { impersonation } from './0034-impersonation.ts';
import { roleHolders } from './0035-role-holders.ts';
import { outside } from './0036-outside.ts';
import { accessKeys } from './0037-access-keys.ts';

export const migrations: readonly Migration[] = [
  frontDoor,
  proofs,
  totp,
  recoveryCodes,
  trails,
  outbox,
  emails,
  passkeys,
  sessionEnds,
  emailCodes,
  secondFactorPolicy,
  securityVersion,
  secondProofs,
  moves,
  sealedMails,
  codesByAttempt,
  passwordCosts,
  usernameLookalikes,
  foreignKeyIndexes,
  compatibleVersions,
  livingAttempts,
  actors,
  endedSessions,
  mailTrails,
  refusedFactors,
  apps,
  audit,
  roles,
  adminTokens,
  statistics,
  accountStates,
  invitations,
  accountWords,
  impersonation,
  roleHolders,
  outside,
  accessKeys,
];
