import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import {
  type Config,
  type Flags,
  isUnderNpm,
  listSettings,
  loadConfig,
  localAddress,
  type Mode,
  type Setting,
  type WeakSecret,
  weaknessOf,
} from '../config/index.ts';
import { systemClock } from '../kit/clock.ts';
import type { Database } from '../kit/db/index.ts';
import { minutes, seconds } from '../kit/duration.ts';
import { createLogger } from '../kit/log.ts';
import { createPostman, createSmtpSend, type Postman, type PostmanOptions } from '../kit/mail/index.ts';
import type { Services } from '../kit/services.ts';
import { yieldToEventLoop } from '../kit/thread-priority.ts';
import { hadAdministrator } from '../people/roles/index.ts';
import { buildServer } from '../server.ts';
import { createAppTeller } from '../surfaces/provider/index.ts';
import { explainDatabase } from './explain-database.ts';
import { explainListening } from './explain-listening.ts';
import { greeting } from './greeting.ts';
import { letGoOfStart } from './let-go.ts';
import { loadSecretKey, openMigratedDatabase, placeOf } from './open-database.ts';
import { watchParent } from './parent.ts';
import { indexAccounts, measureHashes, prepare, stopWhenMoved } from './prepare.ts';
import { discloseShared } from './private-files.ts';
import { sweep } from './sweep.ts';
import { readVersion } from './version.ts';

/** What goes on while the server answers already. A stop lets it come to its next step: the database is open until then. */
function inBackground(begin: (signal: AbortSignal) => Promise<void>): { stop(): Promise<void> } {
  const ending = new AbortController();
  const done = begin(ending.signal);
  return {
    async stop() {
      ending.abort();
      await done;
    },
  };
}

/** How long running requests may take when the server is stopped. */
const stopWithin = seconds(10);

/**
 * Starts the server and resolves when it's ready. It runs until SIGTERM or SIGINT. Throws `ConfigError` or `CliError` when
 * it can't start.
 */
export async function start({ mode, flags }: { mode: Mode; flags: Flags }): Promise<void> {
  const { config, settings, secretFiles, weakSecrets } = await readConfig(mode, flags);
  const log = createLogger(config.log);
  const warn = (sentence: string) => log.warn(sentence);
  discloseShared(secretFiles, warn);
  const secretKey = loadSecretKey(config, warn);
  const database = await openMigratedDatabase(config, warn);
  const { app, services } = buildServer({
    config,
    settings,
    database,
    clock: systemClock,
    log,
    secretKey,
    version: readVersion(),
    assetsDir: fileURLToPath(new URL('./assets', import.meta.url)),
  });
  await yieldToEventLoop();
  try {
    await prepare(services, [...weakSecrets, ...weakKeyFile(config, secretKey)]);
    await listen(app, config, flags);
  } catch (error) {
    await app.close();
    await database.close();
    throw database.isAway(error) ? explainDatabase(placeOf(config), error, database) : error;
  }

  const atStart = inBackground(async (signal) => {
    await Promise.all([measureHashes(services), indexAccounts(services, signal)]);
    if (!signal.aborted) await letGoOfStart();
  });
  const regular = [
    setInterval(() => void sweep(services), minutes(1)),
    setInterval(() => void stopWhenMoved(services, () => process.kill(process.pid, 'SIGTERM')), minutes(1)),
  ];
  const postman = findPostman(services);
  postman?.start();
  const teller = createAppTeller(services);
  teller.start();
  stopOnSignal(app, database, regular, [postman, teller, atStart], services);
  process.stdout.write(greeting(config, await hadAdministrator(services.db).catch(() => true)));
}

/** In development no email is sent. Read them at `/dev/mailbox`. */
function findPostman(services: Services): Postman | undefined {
  const { config, db, clock, log, metrics, secretKey, statistics } = services;
  if (config.mode === 'development' || config.mail.url === '') return undefined;
  const counting: PostmanOptions['metrics'] = {
    countMail(result) {
      metrics.countMail(result);
      statistics.count(`emails-${result}`);
    },
    countMailFailure: metrics.countMailFailure,
  };
  return createPostman({ db, secretKey, clock, log, metrics: counting, send: createSmtpSend(config.mail) });
}

type Read = Pick<Awaited<ReturnType<typeof loadConfig>>, 'config' | 'secretFiles' | 'weakSecrets'> & {
  readonly settings: readonly Setting[];
};

async function readConfig(mode: Mode, flags: Flags): Promise<Read> {
  const { sources, ...read } = await loadConfig({ mode, flags, weakSecrets: 'told' });
  const { config } = read;
  const settings = listSettings(sources);
  if (config.port !== 0) return { ...read, settings };
  // Pages and problem types contain the public address, so choose the port before building the server.
  const { host } = config;
  const port = await freePort(host).catch((error: unknown) => {
    throw explainListening({ mode, flags }, { host, port: 0 }, error);
  });
  const isDefault = sources.get('publicUrl')?.source === 'default';
  const publicUrl = isDefault ? localAddress({ host, port }) : config.publicUrl;
  const chosen: Readonly<Record<string, string>> = { port: String(port), publicUrl };
  return {
    ...read,
    config: { ...config, port, publicUrl },
    settings: settings.map((one) => ({ ...one, text: chosen[one.name] ?? one.text })),
  };
}

/** An operator may have put their own key into the data folder. */
function weakKeyFile({ mode, secretKey, dataDir }: Config, key: string): WeakSecret[] {
  const weakness = mode === 'production' && secretKey === '' ? weaknessOf(key) : undefined;
  const name = 'secretKey';
  return weakness === undefined ? [] : [{ name, problem: `${name} (secret.key in ${dataDir}) ${weakness}.` }];
}

function freePort(host: string): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function listen(app: FastifyInstance, config: Config, flags: Flags): Promise<void> {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw explainListening({ mode: config.mode, flags }, config, error);
  }
}

function stopOnSignal(
  app: FastifyInstance,
  database: Database,
  regular: readonly NodeJS.Timeout[],
  others: readonly ({ stop(): Promise<void> } | undefined)[],
  { statistics }: Pick<Services, 'statistics'>,
): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    for (const timer of regular) clearInterval(timer);
    // Neither a client that stalls nor a database that hangs may delay the exit.
    setTimeout(() => process.exit(0), stopWithin);
    // Otherwise the close would wait for idle keep-alive connections too.
    setInterval(() => app.server.closeIdleConnections(), 50);
    await Promise.all([app.close(), ...others.map((one) => one?.stop())]);
    // The last emails may have been sent after the server was closed.
    await statistics.flush();
    await database.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  watchParent(isUnderNpm(), () => void stop());
}
