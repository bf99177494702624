import { type Config, isUnderNpm } from '../../config/index.ts';
import { systemClock } from '../../kit/clock.ts';
import { createSharedCheckpointer, type Database } from '../../kit/db/index.ts';
import { seconds } from '../../kit/duration.ts';
import { CliError, explain } from '../../kit/failure.ts';
import { createLogger } from '../../kit/log.ts';
import type { Services } from '../../kit/services.ts';
import { endWeakSessions } from '../../login/index.ts';
import { hadAdministrator } from '../../people/roles/index.ts';
import { createServices } from '../../services.ts';
import { assetsFolder } from '../assets-folder.ts';
import { startChores } from '../chores.ts';
import { explainDatabase } from '../explain/database.ts';
import { explainListening } from '../explain/listening.ts';
import { greeting } from '../greeting.ts';
import { loadSecretKey, openMigratedDatabase, placeOf, sqliteFile } from '../open-database.ts';
import { watchParent } from '../parent.ts';
import { letGoOfStart, prepare } from '../prepare.ts';
import { discloseShared } from '../private-files.ts';
import { type ReadStart, readStart, type Start, weakKeyFile } from '../read-start.ts';
import { stopWithin } from '../stop.ts';
import { readVersion } from '../version.ts';
import { Crew } from './crew.ts';
import { forkWorker, WorkerFailure, type WorkerProcess } from './fork.ts';
import { GatheredMetrics } from './gathered-metrics.ts';
import type { Brief, WorkerMessage } from './messages.ts';
import { Permits } from './permits.ts';
import { fixedChanges } from './reloadable.ts';

/**
 * Starts a server whose requests are answered by several workers, and resolves when all of them listen. This process answers
 * none: it does what is done once, replaces workers that end, and runs until SIGTERM or SIGINT. Throws like `start`.
 */
export async function startPrimary(given: Start, read: ReadStart): Promise<void> {
  const { config, secretFiles } = read;
  const log = createLogger({ ...config.log, isShared: true });
  const warn = (sentence: string) => log.warn(sentence);
  discloseShared(secretFiles, warn);
  const secretKey = loadSecretKey(config, warn);
  const commits = config.database.url === '' ? createSharedCheckpointer(sqliteFile(config)) : undefined;
  const database = await openMigratedDatabase(config, warn, commits);
  const kept = { database, secretKey, log };
  let services = servicesOf(read, kept);
  const permits = new Permits<WorkerProcess>(config.hash);
  const metrics = new GatheredMetrics<WorkerProcess>();

  function hear(worker: WorkerProcess, message: WorkerMessage): void {
    if (message.kind === 'ask-turn') {
      const { id } = message;
      permits.ask(worker, (turn) =>
        worker.send(turn === 'full' ? { kind: 'no-turn', id } : { kind: 'turn', id, ...turn }),
      );
    } else if (message.kind === 'give-turn') permits.giveBack(worker);
    else if (message.kind === 'metrics') metrics.take(worker, message);
    else if (message.kind === 'ask-metrics') void tellMetrics(worker, message.id);
    else if (message.kind === 'wrote') {
      commits?.countCommits(message.commits);
      services.trails.countElsewhere(message.parts);
    }
  }

  async function tellMetrics(worker: WorkerProcess, id: number): Promise<void> {
    const own = () =>
      services.metrics.text().catch((err: unknown) => {
        log.error({ err }, "Couldn't read the metrics of the primary.");
        return '';
      });
    worker.send({ kind: 'all-metrics', id, text: await metrics.read(crew.workers, own) });
  }

  const crew = new Crew(briefOf(read, secretKey), {
    count: config.server.workers,
    fork: (brief) => forkWorker(brief, hear),
    onGone(worker) {
      permits.forget(worker);
      metrics.forget(worker);
    },
    log,
  });
  try {
    await prepare(services, weakSecretsOf(read, secretKey));
    await crew.start();
  } catch (error) {
    await database.close();
    throw explainFailure(error, given, config, database);
  }

  const moved = () => process.kill(process.pid, 'SIGTERM');
  let chores = startChores(services, moved);
  let isStopping = false;

  /** Throws when the new configuration can't be used, and changes nothing then. */
  async function reload(): Promise<void> {
    const next = await readStart(given, services.config);
    const changes = fixedChanges(services.config, next.config);
    if (changes.length > 0) {
      throw new CliError(
        `These settings can't change while the server runs: ${changes.join(', ')}.`,
        'Restart it.',
      );
    }
    discloseShared(next.secretFiles, warn);
    const nextServices = servicesOf(next, kept);
    const old = crew.workers;
    try {
      await prepare(nextServices, weakSecretsOf(next, secretKey));
      await crew.replaceAll(briefOf(next, secretKey));
    } catch (error) {
      nextServices.metrics.stop();
      throw error;
    }
    permits.resize(next.config.hash);
    const before = services;
    const choresBefore = chores;
    services = nextServices;
    if (isStopping) return;
    chores = startChores(services, moved);
    await choresBefore.stop();
    metrics.keep(await before.metrics.text());
    before.metrics.stop();
    await before.statistics.stop();
    log.level = next.config.log.level;
    log.info('Reloaded the configuration.');
    // Until then they could still let somebody in by the old one.
    void Promise.all(old.map(({ ended }) => ended))
      .then(() => endWeakSessions(services))
      .catch((err: unknown) => {
        log.error(
          { err },
          "Couldn't end sessions that the new configuration doesn't allow. Restart the server.",
        );
      });
  }

  const reloads = oneAtATime(async () => {
    try {
      if (!isStopping) await reload();
    } catch (error) {
      log.error(
        `Couldn't reload the configuration. The server goes on with the present one.\n${explain(error).text}`,
      );
    }
  });

  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    // A database that hangs may not delay the exit.
    setTimeout(() => process.exit(0), stopWithin + seconds(2));
    await Promise.all([crew.stop(), chores.stop()]);
    await services.statistics.flush();
    await database.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  process.on('SIGHUP', reloads);
  watchParent(isUnderNpm(), () => void stop());
  process.stdout.write(greeting(config, await hadAdministrator(services.db).catch(() => true)));
  await letGoOfStart();
}

/** What this process needs for its part. It records no trail, so no refusal has a name here. */
function servicesOf(
  { config, settings }: ReadStart,
  kept: Pick<Services, 'database' | 'secretKey' | 'log'>,
): Services {
  const given = { config, settings, version: readVersion(), clock: systemClock, assetsDir: assetsFolder };
  return createServices({ ...given, ...kept }, () => false);
}

const briefOf = ({ config, settings }: ReadStart, secretKey: string): Brief => ({
  config,
  settings,
  secretKey,
});

const weakSecretsOf = ({ config, weakSecrets }: ReadStart, secretKey: string) => [
  ...weakSecrets,
  ...weakKeyFile(config, secretKey),
];

/** What the command says of it, in the words of a server that is one process. */
function explainFailure(error: unknown, given: Start, config: Config, database: Database): unknown {
  if (database.isAway(error)) return explainDatabase(placeOf(config), error, database);
  if (!(error instanceof WorkerFailure)) return error;
  const explained = explainListening(given, config, error);
  if (explained !== error) return explained;
  const [cause = '', ...fix] = error.message.split('\n');
  return new CliError(cause, fix.join('\n') || 'The log may say more.');
}

/** Gives a function that has `work` done once more after it was called, and never twice at the same time. */
function oneAtATime(work: () => Promise<void>): () => void {
  let isWanted = false;
  let isRunning = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
    }
    isRunning = false;
  };
}
