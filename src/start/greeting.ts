import { type Config, commandName, localAddress } from '../config/index.ts';
import { isLoopbackAddress, isLoopbackHost } from '../kit/http/index.ts';
import { describeDatabase } from './open-database.ts';

/**
 * What the terminal shows when the server is ready: its address, its data, what development mode allows, and how somebody
 * becomes an administrator where nobody ever was one.
 */
export function greeting(config: Config, hadAdministrator: boolean): string {
  const lines = [`Data: ${describeDatabase(config)}`];
  if (config.mode === 'development') {
    lines.push(
      'Development mode allows what production refuses:',
      "  - the workshop's requests, with weak passwords: POST /register?username=…, GET /login?username=…",
      '  - API calls from pages on every loopback origin (CORS)',
      '  - unlimited attempts from this machine (limits per account still apply)',
    );
    if (!isLoopbackHost(config.host) && !isLoopbackAddress(config.host)) {
      lines.push(
        `Warning: The server listens on ${config.host}, so anyone on the network can use all of this.`,
      );
    }
  }
  if (!hadAdministrator) lines.push(`No administrator yet: ${commandName()} admins add NAME`);
  const address = localAddress(config);
  if (config.publicUrl !== address) lines.push(`Public address: ${config.publicUrl}`);
  lines.push(`Latchkey is ready at ${address}`);
  return `${lines.join('\n')}\n`;
}
