import { Connection } from './http-client.ts';

export interface ClosedLoad {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Answers that aren't counted, before the time that is. */
  readonly warmUpRequests: number;
  nextRequest(): Buffer;
  /** What the server must answer; 200 unless said. */
  readonly expects?: number;
  /** Sees each answer before the next request is asked for, where that needs something of it. */
  learn?(answer: Buffer): void;
}

/** As many requests under way as connections, each followed by the next at once; answers how many came back a second. */
export async function closedLoad(load: ClosedLoad): Promise<number> {
  return (await measureClosedLoad(load)).perSecond;
}

/** What a closed load has measured. */
export interface Measured<Name extends string> {
  readonly perSecond: number;
  /** What one answer took of each thing that is spent, in millionths. */
  readonly microsEach: Readonly<Record<Name, number>>;
}

/** What has been spent of something, such as the processor time of a process in seconds. */
export type Spent = () => Promise<number>;

/** The same, with what an answer takes of each thing that is spent. */
export async function measureClosedLoad<Name extends string = never>(
  load: ClosedLoad,
  spent = {} as Readonly<Record<Name, Spent>>,
): Promise<Measured<Name>> {
  const look = () =>
    Promise.all(Object.entries<Spent>(spent).map(async ([name, of]) => [name, await of()] as const));
  const { running, warm, stop } = await startClosedLoad(load);
  await warm;
  const before = { answers: running.answers, time: performance.now(), spent: new Map(await look()) };
  // On a machine that does too much, nothing may have come back yet.
  do await sleep(load.seconds);
  while (running.answers === before.answers && running.refusal === undefined);
  const answers = running.answers - before.answers;
  const seconds = (performance.now() - before.time) / 1000;
  const each = (await look()).map(([name, after]) => {
    const used = after - (before.spent.get(name) ?? Number.NaN);
    return [name, (used / answers) * 1_000_000] as const;
  });
  await stop();
  return { perSecond: answers / seconds, microsEach: Object.fromEntries(each) as Record<Name, number> };
}

/**
 * The same without an end. `warm` is when the answers of the warm-up are there; `stop` waits for the requests under way and
 * throws when one was refused.
 */
export async function startClosedLoad({
  port,
  connections,
  warmUpRequests,
  nextRequest,
  expects = 200,
  learn,
}: Omit<ClosedLoad, 'seconds'>): Promise<{
  running: { readonly answers: number; readonly refusal: string | undefined };
  warm: Promise<void>;
  stop(): Promise<void>;
}> {
  const running = { answers: 0, refusal: undefined as string | undefined };
  const warm = Promise.withResolvers<void>();
  let stopping = false;
  const opened: Connection[] = [];
  while (opened.length < connections) {
    opened.push(await Connection.open(port));
    // Of those that come in one moment, one of several workers may take all.
    await sleep(0.005);
  }
  const finished = opened.map(
    (connection) =>
      new Promise<void>((resolve) => {
        const again = () => {
          if (stopping || running.refusal !== undefined) return resolve();
          connection.send(nextRequest(), (status, answer) => {
            if (status === expects) {
              running.answers += 1;
              learn?.(answer);
            } else running.refusal ??= answer.toString();
            if (running.answers >= warmUpRequests || running.refusal !== undefined) warm.resolve();
            again();
          });
        };
        again();
      }),
  );
  return {
    running,
    warm: warm.promise,
    async stop() {
      stopping = true;
      await Promise.all(finished);
      for (const connection of opened) connection.close();
      if (running.refusal !== undefined)
        throw new Error(`The server did not answer ${expects}:\n${running.refusal}`);
    },
  };
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
