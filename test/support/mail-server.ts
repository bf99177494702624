import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came through TLS. */
  readonly secure: boolean;
  readonly raw: string;
  readonly parsed: Email;
}

export interface MailServer {
  readonly port: number;
  /** Mails that were received whole, whether or not it said so. */
  readonly received: readonly ReceivedMail[];
  /** Breaks off every connection at once. */
  cut(): void;
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** What a recipient is answered: an SMTP code, or nothing for yes. */
  readonly refuseRecipient?: (address: string) => number | undefined;
  /** What is done when a mail has come whole; `answer` says yes, or no with a code. */
  readonly onMail?: (answer: (code?: number) => void, mail: ReceivedMail) => void;
  readonly more?: SMTPServerOptions;
}

/** A real SMTP server on 127.0.0.1, without TLS unless said. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { refuseRecipient, onMail = (answer) => answer() } = options;
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 10,
    onRcptTo({ address }, _session, callback) {
      callback(refusal(refuseRecipient?.(address)));
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const mail = await readMail(Buffer.concat(parts), session);
        received.push(mail);
        onMail((code) => callback(refusal(code)), mail);
      });
    },
    ...options.more,
  });
  const cut = () => {
    for (const { _socket: socket } of server.connections as Iterable<{ _socket: Socket }>) socket.destroy();
  };
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    cut,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        cut();
      }),
  };
}

function refusal(code: number | undefined): Error | null {
  return code === undefined ? null : Object.assign(new Error('No: ada@example.com'), { responseCode: code });
}

async function readMail(raw: Buffer, { envelope, secure }: SMTPServerSession): Promise<ReceivedMail> {
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
    secure,
    raw: raw.toString('utf8'),
    parsed: await PostalMime.parse(raw),
  };
}

/** Something that takes connections on 127.0.0.1 and does with them what it is told. */
export async function startListener(onConnection: (socket: Socket) => void): Promise<{
  readonly port: number;
  close(): Promise<void>;
}> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    onConnection(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
