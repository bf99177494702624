import type { FastifyInstance } from 'fastify';
import { seconds } from '../kit/duration.ts';
import type { Services } from '../kit/services.ts';

/** What goes on until it is stopped. */
export interface Stoppable {
  /** Resolves when it has come to its end. */
  stop(): Promise<void>;
}

/** What goes on while the server answers already. A stop lets it come to its next step: the database is open until then. */
export function inBackground(begin: (signal: AbortSignal) => Promise<void>): Stoppable {
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
export const stopWithin = seconds(10);

interface Stopped {
  readonly app: FastifyInstance;
  readonly services: Pick<Services, 'database' | 'statistics'>;
  readonly others: readonly Stoppable[];
}

/** Gives a function that finishes running requests and then ends the process, however often it is called. */
export function createStop({ app, services, others }: Stopped): () => Promise<void> {
  let stopping = false;
  return async () => {
    if (stopping) return;
    stopping = true;
    // Neither a client that stalls nor a database that hangs may delay the exit.
    setTimeout(() => process.exit(0), stopWithin);
    // Otherwise the close would wait for idle keep-alive connections too.
    setInterval(() => app.server.closeIdleConnections(), 50);
    await Promise.all([app.close(), ...others.map((one) => one.stop())]);
    // The last emails may have been sent after the server was closed.
    await services.statistics.flush();
    await services.database.close();
    process.exit(0);
  };
}
