/**
 * Runs one of the long proofs and saves its result in `docs/reference/proofs/NAME.json`.
 *   npm run prove -- NAME             at full size; requires a clean checkout, because the result names the commit
 *   npm run prove -- NAME --size N    at another size; only prints the numbers
 *   npm run prove -- search --keep FOLDER    fills the databases in FOLDER, or takes those that an earlier run left there
 *   npm run prove -- mutants --only apps-    the mutants whose names begin so, or so (`apps-,audit-`); the result is `mutants.COMMIT.json`
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Proof, proofs } from './prove/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string' }, only: { type: 'string' }, keep: { type: 'string' } },
});
const proof = proofs.find(({ name }) => name === positionals[0]);
const size = values.size === undefined ? proof?.sizes.full : Number(values.size);
const isKept = values.size === undefined && (values.only === undefined || proof?.parts !== undefined);
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

if (!proof || positionals.length !== 1) {
  console.error('Usage: npm run prove -- NAME [--size N]\n');
  for (const { name, claim } of proofs) console.error(`  ${name}: ${claim}`);
  process.exitCode = 2;
} else if (!Number.isSafeInteger(size) || Number(size) < proof.sizes.smallest) {
  console.error(`--size must be a whole number of at least ${proof.sizes.smallest} (${proof.unit}).`);
  process.exitCode = 2;
} else if (isKept && git('status', '--porcelain') !== '') {
  console.error('There are uncommitted changes.\nCommit them first, because the result names the commit.');
  process.exitCode = 2;
} else {
  await prove(proof, Number(size));
}

async function prove(one: Proof, size: number) {
  const begin = performance.now();
  // Read now, because someone may commit while it runs.
  const commit = git('rev-parse', 'HEAD');
  const { only = '', keep } = values;
  const parts = one.parts?.(only);
  const numbers = await one.run({ size, only, keep, say: (line) => console.log(line) });
  const result = {
    proof: one.name,
    claim: one.claim,
    commit,
    date: new Date().toISOString(),
    size: only === '' ? size : Object.keys(parts ?? {}).length,
    unit: one.unit,
    seconds: Math.round((performance.now() - begin) / 1000),
    machine: {
      cores: availableParallelism(),
      memoryGB: Math.round(totalmem() / 1e9),
      node: process.version,
    },
    numbers,
    ...(parts && { parts }),
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  console.log(text);
  if (!isKept) return;
  mkdirSync('docs/reference/proofs', { recursive: true });
  const file = `docs/reference/proofs/${only === '' ? one.name : `${one.name}.${commit.slice(0, 8)}`}.json`;
  writeFileSync(file, text);
  console.log(`Wrote ${file}. Commit it.`);
}
