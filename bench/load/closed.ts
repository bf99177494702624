import { Connection } from './http-client.ts';

export interface ClosedLoad {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Not counted, before the time that is. */
  readonly warmUpSeconds: number;
  nextRequest(): Buffer;
  /** What the server must answer; 200 unless said. */
  readonly expects?: number;
  /** Sees each answer before the next request is asked for, where that needs something of it. */
  learn?(answer: Buffer): void;
}

/** As many requests under way as connections, each followed by the next at once; answers how many came back a second. */
export async function closedLoad(load: ClosedLoad): Promise<number> {
  return (await measureClosedLoad(load, async () => 0)).perSecond;
}

/** What a closed load has measured. */
export interface Measured {
  readonly perSecond: number;
  /** What one answer took of what `spent` tells, in millionths. */
  readonly microsEach: number;
}

/** The same, with what an answer takes of something that is spent, such as the processor time of a process. */
export async function measureClosedLoad(load: ClosedLoad, spent: () => Promise<number>): Promise<Measured> {
  const { running, stop } = await startClosedLoad(load);
  await sleep(load.warmUpSeconds);
  const before = { answers: running.answers, time: performance.now(), spent: await spent() };
  await sleep(load.seconds);
  const answers = running.answers - before.answers;
  const seconds = (performance.now() - before.time) / 1000;
  const microsEach = (((await spent()) - before.spent) / answers) * 1_000_000;
  await stop();
  return { perSecond: answers / seconds, microsEach };
}

/** The same without an end; `stop` waits for the requests under way and throws when one was refused. */
export async function startClosedLoad({
  port,
  connections,
  nextRequest,
  expects = 200,
  learn,
}: Pick<ClosedLoad, 'port' | 'connections' | 'nextRequest' | 'expects' | 'learn'>): Promise<{
  running: { answers: number };
  stop(): Promise<void>;
}> {
  const running = { answers: 0 };
  let stopping = false;
  let refusal: string | undefined;
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const finished = opened.map(
    (connection) =>
      new Promise<void>((resolve) => {
        const again = () =>
          connection.send(nextRequest(), (status, answer) => {
            if (status === expects) {
              running.answers += 1;
              learn?.(answer);
            } else refusal ??= answer.toString();
            if (stopping || refusal) return resolve();
            again();
          });
        again();
      }),
  );
  return {
    running,
    async stop() {
      stopping = true;
      await Promise.all(finished);
      for (const connection of opened) connection.close();
      if (refusal) throw new Error(`The server did not answer ${expects}:\n${refusal}`);
    },
  };
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
