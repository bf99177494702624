import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Writes the types of `@latchkey/client` beside its scripts. They are the ones that stand in its source: with
 * `isolatedDeclarations` none is inferred, so none names a module that a project can't reach.
 */
export function buildTypes(): void {
  const tsc = join(root, 'node_modules/.bin/tsc');
  execFileSync(tsc, ['-p', join(root, 'clients/js/tsconfig.types.json')], { stdio: 'inherit' });
  const dist = join(root, 'clients/js/dist');
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(dist, file), 'utf8');
    writeFileSync(join(dist, file), text.replaceAll(/'(\.[\w./-]+)\.ts'/g, "'$1.js'"));
  }
}

if (import.meta.main) buildTypes();
