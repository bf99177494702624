import type { FastifyInstance } from 'fastify';
import { type Config, isUnderNpm } from '../config/index.ts';
import { systemClock } from '../kit/clock.ts';
import { createLogger } from '../kit/log.ts';
import { yieldToEventLoop } from '../kit/thread-priority.ts';
import { hadAdministrator } from '../people/roles/index.ts';
import { assetsFolder } from './assets-folder.ts';
import { startChores } from './chores.ts';
import { explainDatabase } from './explain/database.ts';
import { explainListening } from './explain/listening.ts';
import { greeting } from './greeting.ts';
import { loadSecretKey, openMigratedDatabase, placeOf } from './open-database.ts';
import { watchParent } from './parent.ts';
import { prepare, settle } from './prepare.ts';
import { discloseShared } from './private-files.ts';
import { type ReadStart, readStart, type Start, weakKeyFile } from './read-start.ts';
import { createStop } from './stop.ts';
import { readVersion } from './version.ts';

/**
 * Starts the server and resolves when it's ready. It runs until SIGTERM or SIGINT. Throws `ConfigError` or `CliError` when
 * it can't start.
 */
export async function start(given: Start): Promise<void> {
  const read = await readStart(given);
  if (given.mode === 'development' || read.config.server.workers === 1) return startAlone(given, read);
  const { startPrimary } = await import('./workers/primary.ts');
  return startPrimary(given, read);
}

/** The whole server in this process. */
async function startAlone(
  given: Start,
  { config, settings, secretFiles, weakSecrets }: ReadStart,
): Promise<void> {
  const log = createLogger(config.log);
  const warn = (sentence: string) => log.warn(sentence);
  discloseShared(secretFiles, warn);
  const secretKey = loadSecretKey(config, warn);
  const database = await openMigratedDatabase(config, warn);
  const { buildServer } = await import('../server.ts');
  const { app, services } = buildServer({
    config,
    settings,
    database,
    clock: systemClock,
    log,
    secretKey,
    version: readVersion(),
    assetsDir: assetsFolder,
  });
  await yieldToEventLoop();
  try {
    await prepare(services, [...weakSecrets, ...weakKeyFile(config, secretKey)]);
    await listen(app, config, given);
  } catch (error) {
    await app.close();
    await database.close();
    throw database.isAway(error) ? explainDatabase(placeOf(config), error, database) : error;
  }

  const chores = startChores(services, () => process.kill(process.pid, 'SIGTERM'));
  const stop = createStop({ app, services, others: [chores, settle(services)] });
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  watchParent(isUnderNpm(), () => void stop());
  process.stdout.write(greeting(config, await hadAdministrator(services.db).catch(() => true)));
}

async function listen(app: FastifyInstance, config: Config, given: Start): Promise<void> {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw explainListening(given, config, error);
  }
}
