import { inTransaction, type Tx } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { type AuditEntry, type AuditHead, appendAudit } from './append.ts';

/** What a command did. It names itself (`latchkey apps`) and no person: whoever can run it can read and write everything. */
export type CommandAct = Pick<AuditEntry, 'act' | 'target' | 'at'> &
  Partial<Pick<AuditEntry, 'reason' | 'detail'>> & { readonly command: string };

/** Records an act of a command, in its transaction. */
export function recordCommand(
  tx: Tx,
  services: Pick<Services, 'secretKey'>,
  { command, reason = null, ...act }: CommandAct,
): Promise<AuditHead> {
  const actor = { kind: 'command', id: null } as const;
  const client = { address: '', device: command };
  return appendAudit(tx, services, { ...act, actor, reason, client, requestId: null });
}

/** The same for what has no transaction of its own, such as an export. */
export function recordCommandAlone(
  services: Pick<Services, 'db' | 'secretKey'>,
  act: CommandAct,
): Promise<AuditHead> {
  return inTransaction(services.db, (tx) => recordCommand(tx, services, act));
}
