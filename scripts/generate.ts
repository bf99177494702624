import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeAsvsReference } from './generate/asvs.ts';
import { makeCodes } from './generate/codes.ts';
import { makeConfigReference } from './generate/config.ts';
import { makeInsomniaExport } from './generate/insomnia.ts';
import { makeRevocationReference } from './generate/revocation.ts';
import { makeRightsReference } from './generate/rights.ts';
import { makePostgresSchema, makeSqliteSchema } from './generate/schema.ts';
import { makeStepsGuide } from './generate/steps.ts';

/** Generates files from the code. With `--check`, fails if one is out of date. */
const generators: readonly { file: string; make: () => string | Promise<string> }[] = [
  { file: 'clients/js/src/codes.ts', make: makeCodes },
  { file: 'docs/reference/asvs.md', make: makeAsvsReference },
  { file: 'docs/reference/config.md', make: makeConfigReference },
  { file: 'docs/reference/revocation.md', make: makeRevocationReference },
  { file: 'docs/reference/rights.md', make: makeRightsReference },
  { file: 'docs/guide/steps.md', make: makeStepsGuide },
  { file: 'examples/insomnia-v4.json', make: makeInsomniaExport },
  { file: 'src/migrations/schema.sqlite.sql', make: makeSqliteSchema },
  { file: 'src/migrations/schema.postgres.sql', make: makePostgresSchema },
];

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const { file, make } of generators) {
  const made = await make();
  const path = new URL(`../${file}`, import.meta.url);
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === made) continue;
  if (isCheck) {
    stale.push(file);
    continue;
  }
  await mkdir(dirname(path.pathname), { recursive: true });
  await writeFile(path, made);
  process.stdout.write(`Wrote ${file}\n`);
}
if (stale.length > 0) {
  process.stderr.write(`Out of date: ${stale.join(', ')}.\nRun "npm run generate" and commit the result.\n`);
  process.exitCode = 1;
}
