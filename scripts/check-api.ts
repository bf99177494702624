/**
 * Checks the API's description, as `latchkey serve` answers it, by Redocly and Spectral: an error or a warning fails. With
 * `--install-only` it only installs them, into `tools/node_modules`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveApi } from './check/api-server.ts';
import { findApiFaults, installTools } from './check/api-tools.ts';

await installTools();
if (!process.argv.includes('--install-only')) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-api-'));
  try {
    const file = join(folder, 'openapi.json');
    writeFileSync(file, await serveApi());
    const faults = await findApiFaults(file);
    for (const fault of faults) console.log(`✗ ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
    else console.log("✓ Redocly and Spectral find no error and no warning in the API's description");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
