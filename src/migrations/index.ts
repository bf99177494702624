/** The one history of the schema, for both dialects. Steps are only ever added at the end. */
import type { Migration } from '../kit/db/index.ts';
import { frontDoor } from './0001-front-door.ts';
import { outbox } from './0002-outbox.ts';
import { proofs } from './0002-proofs.ts';
import { emails } from './0003-emails.ts';

export const migrations: readonly Migration[] = [frontDoor, proofs, outbox, emails];
