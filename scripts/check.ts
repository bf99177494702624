import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Only a report for people who work on these files. It never fails. */
const report = 'node scripts/check/small-files.ts';

/** What is checked besides the tests. Slow checks come first, so that none runs alone at the end. */
const checks: readonly (readonly [sentence: string, command: string])[] = [
  ['No unused exports, files or dependencies', 'knip'],
  ['Types of the server and its tests', 'tsc --noEmit'],
  ['Types of the browser scripts', 'tsc --noEmit -p browser/tsconfig.json'],
  ['Types of the client', 'tsc --noEmit -p clients/js/tsconfig.json'],
  ['Formatting and lint (Biome)', 'biome check --error-on-warnings'],
  ['Import rules of the layers', 'node scripts/check/imports.ts'],
  ['Rules for source files', 'node scripts/check/sources.ts'],
  ['Generated files are up to date', 'node scripts/generate.ts --check'],
  ['Small files that could be merged (report only)', report],
];

/** Runs a command. Returns its output, and whether it succeeded. */
function run(command: string): Promise<{ hasPassed: boolean; printed: string }> {
  const [program = '', ...args] = command.split(' ');
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('error', (error) => resolve({ hasPassed: false, printed: error.message }));
    child.once('close', (code) =>
      resolve({ hasPassed: code === 0, printed: Buffer.concat(printed).toString() }),
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
    const { hasPassed, printed } = await run(command);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${hasPassed ? '✓' : '✗'} ${sentence} (${seconds} s)`);
    if (command === report && printed !== '') console.log(`${indented(printed)}\n`);
    if (hasPassed) continue;
    failed++;
    console.log(`  $ ${command}\n${indented(printed)}\n`);
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), checks.length) }, work));
if (failed > 0) {
  console.log(`${failed} of ${checks.length} checks failed.`);
  process.exitCode = 1;
}
