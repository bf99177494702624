import { Agent, type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';

/** What came of one request: its status, or why there was no answer. */
export interface Outcome {
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: string;
  readonly error?: string;
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who keeps connections to a server open, as a reverse proxy does. */
export interface Caller {
  /** Answers also when the connection broke, and tries nothing again. */
  call(call: Call): Promise<Outcome>;
  /** Calls as many at once as there are connections, until `count` were made. */
  callAll(count: number, next: (at: number) => Call): Promise<Outcome[]>;
  close(): void;
}

export function createCaller(url: string, connections: number): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const call = ({ method = 'GET', path, body, headers = {} }: Call) =>
    new Promise<Outcome>((resolve) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent: ClientRequest = request(
        {
          ...{ agent, hostname, port, method, path, timeout: 60_000 },
          headers: {
            ...headers,
            ...(text !== undefined && { 'content-type': 'application/json', 'content-length': text.length }),
          },
        },
        (answer) => {
          let got = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            got += part;
          });
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: got }),
          );
          answer.on('error', (error) => resolve({ body: got, error: error.message }));
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('no answer within 60 s')));
      sent.on('error', (error) => resolve({ body: '', error: error.message }));
      sent.end(text);
    });
  return {
    call,
    async callAll(count, next) {
      const outcomes: Outcome[] = [];
      let begun = 0;
      const callOn = async () => {
        while (begun < count) {
          const at = begun;
          begun += 1;
          outcomes.push(await call(next(at)));
        }
      };
      await Promise.all(Array.from({ length: connections }, callOn));
      return outcomes;
    },
    close: () => agent.destroy(),
  };
}
