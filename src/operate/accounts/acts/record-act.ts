import type { Tx } from '../../../kit/db/index.ts';
import type { Services } from '../../../kit/services.ts';
import { type AuditEntry, appendAudit } from '../../../people/audit/index.ts';
import type { Acting } from '../acting.ts';

interface RecordedAct extends Pick<AuditEntry, 'act' | 'reason' | 'at'> {
  readonly accountId: string;
  /** Never a name or an email address: the row outlives the account. */
  readonly detail?: NonNullable<AuditEntry['detail']>;
}

/** Adds an act on an account to the audit log, as the last thing in its transaction. */
export async function recordAct(
  tx: Tx,
  services: Pick<Services, 'secretKey'> & Partial<Pick<Services, 'log'>>,
  { actor, client, requestId }: Acting,
  { accountId, ...recorded }: RecordedAct,
): Promise<void> {
  const target = { kind: 'account', id: accountId } as const;
  await appendAudit(tx, services, { actor, client, requestId, target, ...recorded });
}
