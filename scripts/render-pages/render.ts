import { readFile } from 'node:fs/promises';
import { findMissing } from './coverage.ts';
import { scenes } from './scenes/index.ts';
import { describeApi, playAll } from './stage.ts';

export interface Rendered {
  /** The text of each file by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** What was not rendered, each as a sentence. */
  readonly missing: readonly string[];
}

/** Renders all scenes, and puts the description of the API and both schemas beside them. */
export async function renderPages(): Promise<Rendered> {
  const played = await playAll(scenes);
  const files = new Map(played.flatMap((scene) => [...scene.files]));
  files.set('openapi.json', await describeApi());
  for (const dialect of ['sqlite', 'postgres']) {
    const dump = new URL(`../../src/migrations/schema.${dialect}.sql`, import.meta.url);
    files.set(`schema.${dialect}.sql`, await readFile(dump, 'utf8'));
  }
  return { files, missing: findMissing(played) };
}
