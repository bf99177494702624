import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

/** Larger than any answer. */
const readSize = 65_536;

/**
 * One keep-alive connection that knows just enough HTTP to count answers. The load shares the machine with what
 * it measures, so it must cost little: requests are bytes made beforehand, answers are not parsed but for their
 * status and length. All reads of a connection go into one buffer, so that there is little garbage to collect.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #answer = Buffer.allocUnsafeSlow(readSize);
  #length = 0;
  #onAnswer: ((status: number, answer: Buffer) => void) | undefined;

  private constructor(port: number) {
    const receive = (count: number, bytes: Uint8Array) => {
      this.#receive(bytes.subarray(0, count));
      return true;
    };
    const onread = { buffer: Buffer.allocUnsafeSlow(readSize), callback: receive };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.#socket.on('error', () => this.#socket.destroy());
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port);
    await once(connection.#socket, 'connect');
    return connection;
  }

  /** Sends one request; the next may follow when `onAnswer` was called, whose bytes are the next answer's afterwards. */
  send(request: Buffer, onAnswer: (status: number, answer: Buffer) => void): void {
    this.#onAnswer = onAnswer;
    this.#socket.write(request);
  }

  ask(request: Buffer): Promise<{ status: number; answer: Buffer }> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error('The server closed the connection.'));
      this.#socket.once('close', lost);
      this.send(request, (status, answer) => {
        this.#socket.off('close', lost);
        resolve({ status, answer });
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Uint8Array): void {
    this.#answer.set(bytes, this.#length);
    this.#length += bytes.length;
    const received = this.#answer.subarray(0, this.#length);
    const end = received.indexOf(headEnd);
    if (end === -1) return;
    const head = received.toString('latin1', 0, end).toLowerCase();
    const length = head.indexOf('content-length: ');
    if (length === -1 && head.includes('transfer-encoding: chunked')) {
      if (!received.subarray(end + 4).includes(lastChunk)) return;
    } else {
      const bodyLength = length === -1 ? 0 : Number.parseInt(head.slice(length + 16, length + 26), 10);
      if (this.#length < end + 4 + bodyLength) return;
    }
    this.#length = 0;
    this.#onAnswer?.(Number(head.slice(9, 12)), received);
  }
}

/** What a browser sends along with each request of a page's own. */
export const browserHeaders =
  'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n' +
  'accept: application/json\r\naccept-language: en-GB,en;q=0.9\r\naccept-encoding: gzip, deflate, br, zstd\r\n' +
  'sec-fetch-site: same-origin\r\nsec-fetch-mode: cors\r\nsec-fetch-dest: empty\r\n';

/** A request for the session of this token, as a browser sends it. */
export function sessionRequest(token: string): Buffer {
  return Buffer.from(
    `GET /api/session HTTP/1.1\r\nhost: 127.0.0.1\r\n${browserHeaders}cookie: theme=dark; latchkey=${token}\r\n\r\n`,
  );
}

/** A login, as a browser sends it that no account knows. */
export function loginRequest(username: string, password: string): Buffer {
  const body = JSON.stringify({ username, password });
  return Buffer.from(
    `POST /api/login HTTP/1.1\r\nhost: 127.0.0.1\r\n${browserHeaders}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
