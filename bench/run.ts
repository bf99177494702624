import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureApps } from './figures/apps.ts';
import { measureConsole } from './figures/console.ts';
import type { Effort, Figure } from './figures/figure.ts';
import { measureFirstApp } from './figures/first-app.ts';
import { measureLatency } from './figures/latency.ts';
import { measureLogins } from './figures/logins.ts';
import { measureProviders } from './figures/providers.ts';
import { measureScale } from './figures/scale.ts';
import { measurePostgresChecks, measureSqliteChecks } from './figures/session-checks.ts';
import { measureStart } from './figures/start.ts';
import { table } from './table.ts';

const usage = `npm run bench -- [options]
  --quick       a smoke of the bench itself: short rounds, fewer accounts
  --only WORD   only the figures of this name: start, logins, sqlite, postgres, latency, scale, apps,
                first-app, providers, console
  --accounts N  so many accounts in the figures about many of them, instead of 1,000,000
  --json FILE   also write what was measured as JSON
  --strict      exit with 1 when a target is missed`;

/** Measured in this order. Each gets a folder of its own, which is gone at the end. */
const measures: Readonly<Record<string, (effort: Effort, folder: string) => Promise<Figure[]>>> = {
  start: measureStart,
  logins: measureLogins,
  sqlite: measureSqliteChecks,
  postgres: measurePostgresChecks,
  latency: measureLatency,
  scale: measureScale,
  apps: measureApps,
  'first-app': measureFirstApp,
  providers: measureProviders,
  console: measureConsole,
};

const full: Effort = {
  ...{ rounds: 5, seconds: 4, warmUpRequests: 600, warmUpChecks: 6000 },
  ...{ manyAccounts: 1_000_000, watched: 50 },
};
const quick: Effort = {
  ...{ rounds: 1, seconds: 0.5, warmUpRequests: 30, warmUpChecks: 300 },
  ...{ manyAccounts: 20_000, watched: 5 },
};

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    accounts: { type: 'string' },
    json: { type: 'string' },
    strict: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const usual = options.quick ? quick : full;
const effort: Effort = { ...usual, manyAccounts: Number(options.accounts ?? usual.manyAccounts) };

/** The console is measured with people from all over so many. */
const fewest = 10_000;

async function run(): Promise<number> {
  const chosen = options.only ?? Object.keys(measures);
  const isKnown = chosen.every((name) => name in measures) && effort.manyAccounts >= fewest;
  if (options.help || !isKnown) {
    process.stdout.write(`${usage}\n`);
    return options.help ? 0 : 2;
  }
  const figures: Figure[] = [];
  for (const name of chosen) {
    process.stderr.write(`measuring ${name} …\n`);
    figures.push(...(await measureInFolder(name)));
  }
  process.stdout.write(`${table(figures)}\n`);
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify(report(figures), null, 2)}\n`);
  return options.strict && figures.some(({ reached }) => !reached) ? 1 : 0;
}

async function measureInFolder(name: string): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  try {
    return (await measures[name]?.(effort, folder)) ?? [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(figures: readonly Figure[]) {
  const machine = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memory: totalmem(),
  };
  return { effort, machine, figures };
}

process.exitCode = await run();
