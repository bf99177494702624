import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder for what is measured. It's gone when this program ends, after Ctrl-C as well. */
export function makeTemporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  const remove = () => {
    process.off('exit', remove);
    // A server that was killed just now may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', remove);
  return { folder, remove };
}

/** Has an interrupted program end as any other does, so that what is done at its exit is done. */
export function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
