/** The one history of the schema, for both dialects. Steps are only ever added at the end. */
import type { Migration } from '../kit/db/index.ts';
import { frontDoor } from './0001-front-door.ts';
import { totp } from './0005-totp.ts';
import { recoveryCodes } from './0006-recovery-codes.ts';
import { emailCodes } from './0007-email-codes.ts';

export const migrations: readonly Migration[] = [frontDoor, totp, recoveryCodes, emailCodes];
