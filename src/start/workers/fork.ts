import cluster, { type Worker } from 'node:cluster';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Brief, type PrimaryMessage, readWorkerMessage, type WorkerMessage } from './messages.ts';

/** How a worker ended. */
export interface End {
  /** `exit code 1` or `SIGKILL`. */
  readonly by: string;
  /** Why it couldn't start, if it said so. */
  readonly reason: string | undefined;
}

/** Why a worker didn't become ready; `code` is an error code of Node. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
  readonly code: string | undefined;

  constructor(text: string, code?: string) {
    super(text);
    this.code = code;
  }
}

/** A process that answers requests, as the primary sees it. */
export interface WorkerProcess {
  readonly pid: number;
  readonly brief: Brief;
  /** By `performance.now`. */
  readonly begunAt: number;
  /** Resolves when it listens. Rejects with `WorkerFailure` when it can't, or ends before. */
  readonly ready: Promise<void>;
  /** Has it finish what it has begun. Resolves when it takes no more connections. */
  retire(): Promise<void>;
  /** Resolves when it is gone and all that it said has been heard. */
  readonly ended: Promise<End>;
  readonly isGone: boolean;
  send(message: PrimaryMessage): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a worker. `hear` is called with what it says from then on. */
export function forkWorker(
  brief: Brief,
  hear: (worker: WorkerProcess, message: WorkerMessage) => void,
): WorkerProcess {
  // Each takes connections by itself. Of those that the primary would hand over, the last one before a worker dies would
  // be answered by nobody and never end.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({
    exec: fileURLToPath(new URL(`./worker-process${extname(import.meta.url)}`, import.meta.url)),
    args: [],
  });
  const forked = cluster.fork();
  const { process: child } = forked;
  const { promise: ready, resolve: beReady, reject: fail } = Promise.withResolvers<void>();
  // Whoever doesn't wait for it hears of its end.
  ready.catch(() => {});
  const { promise: retiring, resolve: beRetiring } = Promise.withResolvers<void>();
  let isGone = false;
  let reason: string | undefined;
  const ended = endOf(child).then((by) => {
    isGone = true;
    fail(new WorkerFailure(`A worker ended at its start (${by}).`));
    return { by, reason };
  });
  const worker: WorkerProcess = {
    pid: child.pid ?? 0,
    brief,
    begunAt: performance.now(),
    ready,
    ended,
    get isGone() {
      return isGone;
    },
    send(message) {
      // One that dies meanwhile needs no message.
      if (forked.isConnected()) forked.send(message, () => {});
    },
    async retire() {
      worker.send({ kind: 'retire' });
      await Promise.race([retiring, ended]);
    },
    kill: () => void child.kill('SIGKILL'),
  };
  // Of a message that it could not be sent any more. Its end says the same.
  child.on('error', () => {});
  forked.on('message', (value: unknown) => {
    const message = readWorkerMessage(value);
    if (message?.kind === 'ready') beReady();
    else if (message?.kind === 'retiring') beRetiring();
    else if (message?.kind === 'failed') {
      reason = message.text;
      fail(new WorkerFailure(message.text, message.code));
    } else if (message) hear(worker, message);
  });
  worker.send({ kind: 'begin', brief });
  return worker;
}

/** How long it may take to read what a process has said before its end. */
const lastWord = 250;

/** Waits for its exit, and until all that it has said is read. */
async function endOf(child: Worker['process']): Promise<string> {
  const by = await new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    // One that could not even be started, such as for want of memory, has no exit.
    child.once('error', ({ message }) => child.pid === undefined && resolve(message));
  });
  // Node never tells of the disconnection of a process that was killed before it took a socket.
  if (child.channel)
    await Promise.race([new Promise((heard) => child.once('disconnect', heard)), pause(lastWord)]);
  return by;
}
