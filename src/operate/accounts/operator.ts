import type { Client } from '../../kit/http/index.ts';

/** Who acts here, for the audit log: somebody who holds the database needs no address. */
export const operator: Client = { actor: 'command', address: '', device: 'latchkey accounts' };
