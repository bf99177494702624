import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { freshPostgres } from './databases.ts';

export interface MovePlaces {
  /** An empty folder. */
  readonly folder: string;
  /** An empty PostgreSQL database. */
  readonly url: string;
  /** Called after the test, the last first. */
  readonly cleanUps: (() => unknown)[];
}

/** For each test of a file two places that data can be moved from and to; they are removed after it. */
export function eachMovePlaces(): MovePlaces {
  const places = { folder: '', url: '', cleanUps: [] as (() => unknown)[] };
  beforeEach(async () => {
    places.folder = mkdtempSync(join(tmpdir(), 'latchkey-move-'));
    places.cleanUps.push(() => rmSync(places.folder, { recursive: true, force: true }));
    const postgres = await freshPostgres();
    places.cleanUps.push(postgres.remove);
    places.url = postgres.location.url;
  });
  afterEach(async () => {
    for (const cleanUp of places.cleanUps.splice(0).reverse()) await cleanUp();
  });
  return places;
}
