import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

interface RawRequest {
  readonly method: string;
  /** Goes out as it is, without being tidied. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends one request over the network; fails when there is no answer within five seconds. */
export async function rawRequest(
  url: string,
  { method, path, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const outgoing = request({ agent, hostname, port, method, path, headers, timeout: 5000 });
  outgoing.once('timeout', () => outgoing.destroy(new Error(`No answer to ${method} ${path} within 5 s.`)));
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  // Node answers malformed HTTP by itself, a HEAD with a body too, over which its own client then stumbles.
  outgoing.on('error', () => {});
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const plain = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(plain),
    text: Buffer.concat(chunks).toString(),
  };
}

/** Writes bytes to the server and gives all that it answers until it closes the connection or falls silent. */
export async function rawBytes(url: string, bytes: string | Buffer, silence = 500): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.setTimeout(silence, () => socket.destroy());
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}
