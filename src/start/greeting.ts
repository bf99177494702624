import { type Config, localAddress } from '../config/index.ts';
import { isLoopbackAddress, isLoopbackHost } from '../kit/http/index.ts';
import { describeDatabase } from './open-database.ts';

/** What a person at a terminal is told when the server is ready: where it is, and what it opens. */
export function greeting(config: Config): string {
  const lines = [`Data: ${describeDatabase(config)}`];
  if (config.mode === 'development') {
    lines.push(
      'Development mode opens, and production does not:',
      "  - the workshop's requests, with weak passwords: POST /register?username=…, GET /login?username=…",
      '  - the API for pages from every loopback origin (CORS)',
      '  - no limits per address for this machine',
    );
    if (!isLoopbackHost(config.host) && !isLoopbackAddress(config.host)) {
      lines.push(`Warning: it listens on ${config.host}, so everybody on that network can use all of this.`);
    }
  }
  const address = localAddress(config);
  if (config.publicUrl !== address) lines.push(`People open it as ${config.publicUrl}`);
  lines.push(`Latchkey is ready at ${address}`);
  return `${lines.join('\n')}\n`;
}
