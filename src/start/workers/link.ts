import type { HashTurns } from '../../factors/password/index.ts';
import type { CommitCounter } from '../../kit/db/index.ts';
import { seconds } from '../../kit/duration.ts';
import { type Brief, readPrimaryMessage, type WorkerMessage } from './messages.ts';

/** So many commits are told at once, so that the log doesn't grow by more than that. */
const commitsAtOnce = 25;

const tellEvery = seconds(1);

/** How a worker and its primary speak. */
export interface Link {
  /** Resolves to what this worker is to run with. */
  readonly brief: Promise<Brief>;
  /** Of all workers. */
  readonly turns: HashTurns;
  /** Those of all processes. */
  readMetrics(): Promise<string>;
  readonly commits: CommitCounter;
  countTrailPart(): void;
  /** Resolves when it's sent, or can't be. */
  send(message: WorkerMessage): Promise<void>;
}

interface Told {
  /** Answers the primary with this worker's own metrics. */
  ownMetrics(): Promise<string>;
  retire(): void;
  stop(): void;
}

/** Listens to the primary from now on. What it orders is done by `told`. */
export function createLink(told: Told): Link {
  const { promise: brief, resolve: begin } = Promise.withResolvers<Brief>();
  const asked = new Map<number, (answer: never) => void>();
  let lastId = 0;
  const load = { running: 0, waiting: 0 };
  let wrote = { commits: 0, parts: 0 };
  let telling: NodeJS.Timeout | undefined;

  const send = (message: WorkerMessage) =>
    new Promise<void>((resolve) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
      else resolve();
    });

  /** Undefined once the primary is gone. */
  const ask = async <Answer>(message: (id: number) => WorkerMessage): Promise<Answer | undefined> => {
    if (!process.connected) return undefined;
    lastId += 1;
    const id = lastId;
    void send(message(id));
    return new Promise((resolve) => asked.set(id, resolve));
  };

  const answer = (id: number, given: unknown) => {
    asked.get(id)?.(given as never);
    asked.delete(id);
  };

  const tell = () => {
    clearTimeout(telling);
    telling = undefined;
    const { commits, parts } = wrote;
    wrote = { commits: 0, parts: 0 };
    if (commits + parts > 0) void send({ kind: 'wrote', commits, parts });
  };

  const noteWritten = () => {
    if (wrote.commits >= commitsAtOnce) tell();
    else telling ??= setTimeout(tell, tellEvery).unref();
  };

  process.on('message', async (value: unknown) => {
    const message = readPrimaryMessage(value);
    if (message?.kind === 'begin') begin(message.brief);
    else if (message?.kind === 'turn') answer(message.id, message.ahead);
    else if (message?.kind === 'no-turn') answer(message.id, 'full');
    else if (message?.kind === 'all-metrics') answer(message.id, message.text);
    else if (message?.kind === 'retire') told.retire();
    else if (message?.kind === 'stop') told.stop();
    else if (message?.kind === 'read-metrics')
      // Without an answer the primary takes what it has heard last.
      await told.ownMetrics().then(
        (text) => send({ kind: 'metrics', id: message.id, text }),
        () => {},
      );
  });
  // Nobody grants turns any more, and what is under way is to be finished.
  process.on('disconnect', () => {
    for (const id of asked.keys()) answer(id, undefined);
    told.stop();
  });

  return {
    brief,
    send,
    turns: {
      load: () => ({ ...load }),
      async take() {
        load.waiting += 1;
        const turn = await ask<number | 'full'>((id) => ({ kind: 'ask-turn', id }));
        load.waiting -= 1;
        if (turn !== 'full') load.running += 1;
        return turn;
      },
      giveBack() {
        load.running -= 1;
        void send({ kind: 'give-turn' });
      },
    },
    readMetrics: async () => (await ask<string>((id) => ({ kind: 'ask-metrics', id }))) ?? told.ownMetrics(),
    commits: {
      countCommits(count) {
        wrote.commits += count;
        noteWritten();
      },
      async close() {
        tell();
      },
    },
    countTrailPart() {
      wrote.parts += 1;
      noteWritten();
    },
  };
}
