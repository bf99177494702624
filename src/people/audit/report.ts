import type { Logger } from '../../kit/log.ts';
import type { Services } from '../../kit/services.ts';
import { findHead } from './store.ts';
import type { AuditHeadTable } from './table.ts';

/** The newest row that each log of this process has told of. */
const told = new WeakMap<Logger, number>();

/** Sends the head away, by the log: whoever has database and secret key can't take that back. */
export function tellHead(log: Logger, { seq, hash }: Pick<AuditHeadTable, 'seq' | 'hash'>): void {
  told.set(log, seq);
  log.info({ seq, hash }, 'audit head');
}

/** Tells of a head that this process has not told of: commands have no log, and other processes another one. */
export async function reportHead({ db, log }: Pick<Services, 'db' | 'log'>): Promise<void> {
  const head = await findHead(db);
  if (head && head.seq !== told.get(log)) tellHead(log, head);
}
