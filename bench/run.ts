import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureApps } from './figures/apps.ts';
import { measureConsole } from './figures/console.ts';
import type { Effort, Figure } from './figures/figure.ts';
import { measureFirstApp } from './figures/first-app.ts';
import { measureLatency } from './figures/latency.ts';
import { measureLogins } from './figures/logins.ts';
import { measureMainThread } from './figures/main-thread.ts';
import { measurePeers } from './figures/peers.ts';
import { measureProviders } from './figures/providers.ts';
import { measureScale } from './figures/scale.ts';
import { measurePostgresChecks, measureSqliteChecks } from './figures/session-checks.ts';
import { measureStart } from './figures/start.ts';
import { measureWorkers } from './figures/workers.ts';
import { buildCommit, findCommit } from './other-build.ts';
import { table } from './table.ts';
import { exitOnSignals, makeTemporaryFolder } from './temporary-folder.ts';

const usage = `npm run bench -- [options]
  --quick       a smoke of the bench itself: short rounds, fewer accounts
  --only WORD   only the figures of this name: start, logins, sqlite, postgres, main-thread, workers,
                latency, scale, apps, first-app, providers, console
  --peers       servers of others beside this one, which npm installs for it in bench/peers
  --against REV the figures of the main thread beside another revision, which is built for it
  --accounts N  so many accounts in the figures about many of them, instead of 1,000,000
  --json FILE   also write what was measured as JSON
  --strict      exit with 1 when a target is missed`;

/** Measured in this order. Each gets a folder of its own, which is gone at the end. */
const measures: Readonly<Record<string, (effort: Effort, folder: string) => Promise<Figure[]>>> = {
  start: measureStart,
  logins: measureLogins,
  sqlite: measureSqliteChecks,
  postgres: measurePostgresChecks,
  'main-thread': measureMainThread,
  workers: measureWorkers,
  latency: measureLatency,
  scale: measureScale,
  apps: measureApps,
  'first-app': measureFirstApp,
  providers: measureProviders,
  console: measureConsole,
  peers: measurePeers,
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
    against: { type: 'string' },
    peers: { type: 'boolean', default: false },
    json: { type: 'string' },
    strict: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const usual = options.quick ? quick : full;
const manyAccounts = Number(options.accounts ?? usual.manyAccounts);

/** What is measured when nothing is named. */
function byDefault(): readonly string[] {
  if (options.peers) return ['peers'];
  if (options.against !== undefined) return ['main-thread'];
  return Object.keys(measures).filter((name) => name !== 'peers');
}

/** The console is measured with people from all over so many. */
const fewest = 10_000;

async function run(): Promise<number> {
  const chosen = options.only ?? byDefault();
  const isKnown = chosen.every((name) => name in measures) && manyAccounts >= fewest;
  if (options.help || !isKnown) {
    process.stdout.write(`${usage}\n`);
    return options.help ? 0 : 2;
  }
  const commit = options.against === undefined ? undefined : await findCommit(options.against);
  if (options.against !== undefined && commit === undefined) {
    process.stderr.write(`There is no revision "${options.against}".\n`);
    return 2;
  }
  const against = commit === undefined ? undefined : await buildCommit(commit);
  const effort: Effort = { ...usual, manyAccounts, against };
  const figures: Figure[] = [];
  for (const name of chosen) {
    process.stderr.write(`measuring ${name} …\n`);
    figures.push(...(await measureInFolder(name, effort)));
  }
  process.stdout.write(`${table(figures)}\n`);
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ effort, machine: machine(), figures }, null, 2)}\n`);
  return options.strict && figures.some(({ reached }) => !reached) ? 1 : 0;
}

async function measureInFolder(name: string, effort: Effort): Promise<Figure[]> {
  const { folder, remove } = makeTemporaryFolder();
  try {
    return (await measures[name]?.(effort, folder)) ?? [];
  } finally {
    remove();
  }
}

const machine = () => ({
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  memory: totalmem(),
});

exitOnSignals();
process.exitCode = await run();
