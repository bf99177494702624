import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** It fails nothing: whoever works on one of these files may think about it. */
const report = 'node scripts/check/small-files.ts';

/** What is checked besides the tests, as sentences. The long ones come first, so that none is left for the end. */
const checks: readonly (readonly [sentence: string, command: string])[] = [
  ['Nothing is dead: exports, files, dependencies', 'knip'],
  ['The types of the server and its tests hold', 'tsc --noEmit'],
  ['The types of the browser scripts hold', 'tsc --noEmit -p browser/tsconfig.json'],
  ['Biome finds nothing to format or to mend', 'biome check --error-on-warnings'],
  ['Imports go down the floors, through the doors', 'node scripts/check/imports.ts'],
  ['No source holds what no source may', 'node scripts/check/sources.ts'],
  ['Generated files are fresh', 'node scripts/generate.ts --check'],
  ['Files that may be a part of another one are told of', report],
];

/** Runs one command; gives what it printed, and whether it was content. */
function run(command: string): Promise<{ isContent: boolean; printed: string }> {
  const [program = '', ...args] = command.split(' ');
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('error', (error) => resolve({ isContent: false, printed: error.message }));
    child.once('close', (code) =>
      resolve({ isContent: code === 0, printed: Buffer.concat(printed).toString() }),
    );
  });
}

const indented = (text: string): string => text.trim().replace(/^/gm, '  ');

const waiting = [...checks];
let failed = 0;

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [sentence, command] = next;
    const start = performance.now();
    const { isContent, printed } = await run(command);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${isContent ? '✓' : '✗'} ${sentence} (${seconds} s)`);
    if (command === report && printed !== '') console.log(`${indented(printed)}\n`);
    if (isContent) continue;
    failed++;
    console.log(`  $ ${command}\n${indented(printed)}\n`);
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), checks.length) }, work));
if (failed > 0) {
  console.log(`${failed} of ${checks.length} checks failed.`);
  process.exitCode = 1;
}
