import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What is checked besides the tests, as sentences. The long ones come first, so that none is left for the end. */
const checks: readonly (readonly [sentence: string, command: string])[] = [
  ['Nothing is dead: exports, files, dependencies', 'knip'],
  ['The types of the server and its tests hold', 'tsc --noEmit'],
  ['The types of the browser scripts hold', 'tsc --noEmit -p browser/tsconfig.json'],
  ['Biome finds nothing to format or to mend', 'biome check --error-on-warnings'],
  ['Imports go down the floors, through the doors', 'node scripts/check/imports.ts'],
  ['No source holds what no source may', 'node scripts/check/sources.ts'],
  ['Generated files are fresh', 'node scripts/generate.ts --check'],
];

/** Runs one command and gives what it printed, or undefined when it was content. */
function complaintOf(command: string): Promise<string | undefined> {
  const [program = '', ...args] = command.split(' ');
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : Buffer.concat(printed).toString()));
  });
}

const waiting = [...checks];
let failed = 0;

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [sentence, command] = next;
    const start = performance.now();
    const complaint = await complaintOf(command);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${complaint === undefined ? '✓' : '✗'} ${sentence} (${seconds} s)`);
    if (complaint === undefined) continue;
    failed++;
    console.log(`  $ ${command}\n${complaint.trim().replace(/^/gm, '  ')}\n`);
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), checks.length) }, work));
if (failed > 0) {
  console.log(`${failed} of ${checks.length} checks failed.`);
  process.exitCode = 1;
}
