import type { Config } from '../../config/index.ts';
import { type Db, holdRows, inTransaction, type Tx } from '../../kit/db/index.ts';
import { areFieldsWritten, noteFieldsWritten, rewriteWords, takeSample } from '../../people/search/index.ts';

/** So many accounts are written at once: whoever else writes goes in between. */
const atOnce = 200;

interface RebuildServices {
  readonly db: Db;
  readonly config: Config;
  clock(): number;
}

/**
 * Writes what people are found by anew, and returns how many were found by something else before, and of how many. `signal`
 * ends it between two steps: then it isn't noted as done.
 */
export async function rebuildWords(
  { db, config, clock }: RebuildServices,
  signal?: AbortSignal,
): Promise<{ total: number; changed: number }> {
  const { dataFields } = config.search;
  const report = { total: 0, changed: 0 };
  for (let after = ''; ; ) {
    if (signal?.aborted) return report;
    const ids = await idsAfter(db, after);
    const last = ids.at(-1);
    if (last === undefined) break;
    report.changed += await inTransaction(db, (tx) => rewritePage(tx, ids, dataFields));
    report.total += ids.length;
    after = last;
  }
  await noteFieldsWritten(db, dataFields);
  await takeSample(db, clock());
  return report;
}

/** The same, if all was written with other fields of the data, or is missing. */
export async function refreshWords(services: RebuildServices, signal?: AbortSignal): Promise<void> {
  const { db, config } = services;
  if (!(await areFieldsWritten(db, config.search.dataFields))) await rebuildWords(services, signal);
}

async function idsAfter(db: Db, after: string): Promise<string[]> {
  const accounts = db.selectFrom('accounts').select('id').where('id', '>', after);
  const rows = await accounts.orderBy('id').limit(atOnce).execute();
  return rows.map(({ id }) => id);
}

/** Holds the accounts first: nobody changes a name between its reading and the writing. */
async function rewritePage(tx: Tx, ids: readonly string[], fields: readonly string[]): Promise<number> {
  const held = tx
    .selectFrom('accounts')
    .select(['id', 'username', 'data', 'created_at'])
    .where('id', 'in', ids)
    .orderBy('id');
  const accounts = await holdRows(tx, held).execute();
  const emails = await tx
    .selectFrom('emails')
    .select(['account_id', 'address', 'verified_at'])
    .where('account_id', 'in', ids)
    .execute();
  const addresses = Map.groupBy(emails, ({ account_id }) => account_id);
  const addressOf = (id: string, isVerified: boolean) =>
    addresses.get(id)?.find(({ verified_at: at }) => (at !== null) === isVerified)?.address ?? null;
  return rewriteWords(
    tx,
    accounts.map((one) => ({ ...one, verified: addressOf(one.id, true), pending: addressOf(one.id, false) })),
    fields,
  );
}
