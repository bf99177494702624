import type { Client } from '../../kit/http/index.ts';

/** The operator in the audit log, without an IP address. */
export const operator: Client = { actor: 'command', address: '', device: 'latchkey accounts' };
