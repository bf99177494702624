import cluster from 'node:cluster';
import { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '../../kit/clock.ts';
import { seconds } from '../../kit/duration.ts';
import { explain } from '../../kit/failure.ts';
import { createLogger } from '../../kit/log.ts';
import type { Services } from '../../kit/services.ts';
import { yieldToEventLoop } from '../../kit/thread-priority.ts';
import { buildServer } from '../../server.ts';
import { assetsFolder } from '../assets-folder.ts';
import { openSharedDatabase } from '../open-database.ts';
import { settle } from '../prepare.ts';
import { createStop, stopWithin } from '../stop.ts';
import { readVersion } from '../version.ts';
import { createLink, type Link } from './link.ts';
import type { Brief } from './messages.ts';

/** Answers requests until the primary says otherwise or is gone. */
export async function runWorker(): Promise<void> {
  let server: { app: FastifyInstance; services: Services; stop(): Promise<void> } | undefined;
  const link = createLink({
    ownMetrics: async () => (await server?.services.metrics.text()) ?? '',
    retire: () => void (server && retire(server, link)),
    stop: () => void (server ? server.stop() : process.exit(0)),
  });
  // A terminal sends these to all processes; what becomes of the workers is the primary's business.
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  process.on('SIGTERM', () => void (server ? server.stop() : process.exit(0)));
  // Otherwise Node ends a worker at once whose primary is gone, with all that is under way.
  process.prependListener('disconnect', () => {
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  });
  try {
    const built = await serve(await link.brief, link);
    server = { ...built, stop: createStop({ ...built, others: [settle(built.services)] }) };
    await link.send({ kind: 'ready' });
  } catch (error) {
    await link.send({ kind: 'failed', ...reasonOf(error) });
    process.exit(1);
  }
}

async function serve({ config, settings, secretKey }: Brief, link: Link) {
  const log = createLogger({ ...config.log, isShared: true });
  const built = buildServer({
    config,
    settings,
    database: openSharedDatabase(config, (sentence) => log.warn(sentence), link.commits),
    clock: systemClock,
    log,
    secretKey,
    hashTurns: link.turns,
    readMetrics: link.readMetrics,
    onTrailKept: link.countTrailPart,
    version: readVersion(),
    assetsDir: assetsFolder,
  });
  await yieldToEventLoop();
  await built.app.listen({ host: config.host, port: config.port });
  return built;
}

/** Finishes all connections and then stops. What was counted is told last. */
async function retire(
  { app, services, stop }: { app: FastifyInstance; services: Services; stop(): Promise<void> },
  link: Link,
): Promise<void> {
  // What is streamed would never end; a browser connects anew, to another worker.
  const dismissing = setInterval(() => services.trails.dismissListeners(), seconds(1));
  const finished = finishConnections(app, services.config.http.keepAliveTimeout + stopWithin);
  await link.send({ kind: 'retiring' });
  await finished;
  clearInterval(dismissing);
  await link.send({ kind: 'metrics', text: await services.metrics.text() });
  await stop();
}

/**
 * Takes no more connections, and lets each that is open end after its next answer or the time that clients know it by. Ending
 * those that are idle could lose a request that is on its way.
 */
async function finishConnections({ server }: FastifyInstance, within: number): Promise<void> {
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
  const closed = new Promise<void>((resolve) => {
    // Not the close of `node:http`, which ends idle connections first.
    Server.prototype.close.call(server, () => resolve());
  });
  await Promise.race([closed, pause(within, undefined, { ref: false })]);
}

/** Of the system, such as a port that is in use, its code says enough. */
function reasonOf(error: unknown): { text: string; code?: string } {
  const { code, message } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? { text: message, code } : { text: explain(error).text };
}
