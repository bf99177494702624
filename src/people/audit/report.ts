import type { Logger } from '../../kit/log.ts';
import type { Services } from '../../kit/services.ts';
import { findHead } from './store.ts';
import type { AuditHeadTable } from './table.ts';

/** The newest head that each log of this process has reported. */
const told = new WeakMap<Logger, number>();

/** Writes the head to the log, where whoever has the database and the secret key can't take it back. */
export function tellHead(log: Logger, { seq, hash }: Pick<AuditHeadTable, 'seq' | 'hash'>): void {
  told.set(log, seq);
  log.info({ seq, hash }, 'audit head');
}

/** Reports a head that this process hasn't reported: commands have no log, and other processes have their own. */
export async function reportHead({ db, log }: Pick<Services, 'db' | 'log'>): Promise<void> {
  const head = await findHead(db);
  if (head && head.seq !== told.get(log)) tellHead(log, head);
}
