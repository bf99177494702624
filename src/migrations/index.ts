/** The one history of the schema, for both dialects. Steps are only ever added at the end. */
import type { Migration } from '../kit/db/index.ts';
import { frontDoor } from './0001-front-door.ts';
import { trails } from './0008-trails.ts';

export const migrations: readonly Migration[] = [frontDoor, trails];
