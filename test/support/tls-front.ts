import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as ask, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** The certificate of `localhost`, which vouches for itself: programs take it by `NODE_EXTRA_CA_CERTS` and the like. */
export const localhostCertificate = fileURLToPath(new URL('tls/localhost.pem', import.meta.url));

interface TlsServer {
  /** `https://localhost` with its port. */
  readonly url: string;
  close(): Promise<void>;
}

/** Answers over TLS. This process trusts its certificate until it's closed. */
export async function startTlsServer(answer: RequestListener): Promise<TlsServer> {
  const key = readFileSync(localhostCertificate.replace('.pem', '.key'));
  const cert = readFileSync(localhostCertificate, 'utf8');
  const trusted = getCACertificates('default');
  const server = createServer({ key, cert }, answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  setDefaultCACertificates([...trusted, cert]);
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      setDefaultCACertificates(trusted);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface TlsFront extends TlsServer {
  /** What requests are passed on to, from now on. */
  passTo(upstream: string): void;
}

/** A proxy that speaks TLS in front of a server. */
export async function startTlsFront(): Promise<TlsFront> {
  let upstream = '';
  const front = await startTlsServer((request, response) => {
    const { method, url = '', socket } = request;
    const headers = {
      ...request.headers,
      'x-forwarded-for': socket.remoteAddress,
      'x-forwarded-proto': 'https',
    };
    const passed = ask(new URL(url, upstream), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  return {
    ...front,
    passTo(address) {
      upstream = address;
    },
  };
}
