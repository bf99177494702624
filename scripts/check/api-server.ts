import { freePort } from '../../test/support/free-port.ts';
import { startLatchkey } from '../../test/support/server-process.ts';

/** The API's description as a server in production answers it, under an address as a site would have it. */
export async function serveApi(): Promise<string> {
  const port = await freePort();
  const server = await startLatchkey({
    command: 'serve',
    args: ['--port', String(port)],
    env: { LATCHKEY_PUBLIC_URL: 'https://login.tea-house.test', LATCHKEY_TRUSTED_PROXIES: '' },
  });
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/openapi.json`);
    return await answer.text();
  } finally {
    await server.stop();
  }
}
