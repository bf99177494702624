import type { Db } from '../../kit/db/index.ts';
import { type AuditRow, listAuditRows } from '../../people/audit/index.ts';
import { findNamed } from '../accounts/index.ts';

/** Which rows to list. All of these must fit. */
export interface AuditFilters {
  /** A username, a verified email address or an ID. */
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly act?: string | undefined;
  /** Unix milliseconds. */
  readonly since?: number | undefined;
  /** Only rows before this one, for the next page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** A row with what its IDs are called now; undefined where there is no such account, or no longer. */
export interface NamedAuditRow extends AuditRow {
  readonly actorName: string | undefined;
  readonly targetName: string | undefined;
}

/** Rows of the audit log, the newest first. */
export async function listAudit(db: Db, filters: AuditFilters): Promise<NamedAuditRow[]> {
  const { actor, target, ...query } = filters;
  const [actorId, targetId] = [await idOf(db, actor), await idOf(db, target)];
  const rows = await listAuditRows(db, { ...query, actorId, targetId });
  const names = await namesOf(db, rows);
  return rows.map((row) => ({
    ...row,
    actorName: names.get(row.actor_id ?? ''),
    targetName: names.get(row.target_id ?? ''),
  }));
}

/** An ID is taken as it is: the account may be gone, and apps have IDs too. */
async function idOf(db: Db, name: string | undefined): Promise<string | undefined> {
  return name === undefined ? undefined : ((await findNamed(db, name))?.id ?? name);
}

async function namesOf(db: Db, rows: readonly AuditRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ actor_id, target_id }) => [actor_id, target_id]))];
  const known = ids.filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const accounts = db.selectFrom('accounts').select(['id', 'username as name']).where('id', 'in', known);
  const apps = db.selectFrom('apps').select(['id', 'name']).where('id', 'in', known);
  return new Map((await accounts.unionAll(apps).execute()).map(({ id, name }) => [id, name]));
}
