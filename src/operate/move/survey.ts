import { hash } from 'node:crypto';
import type { ExactDatabase, ExactRow, TableLayout, UnfitRow } from '../../kit/db/index.ts';

/** The contents of a table, summed up. Equal sums mean equal rows. */
export interface TableSum {
  readonly rows: number;
  /** XOR of the SHA-256 of every row in hexadecimal, because the databases read rows in different orders. */
  readonly checksum: string;
}

export type Survey = Readonly<Record<string, TableSum>>;

/** How many rows that can't be moved are listed. */
export const mostNamed = 10;

interface Watched {
  readonly unfit?: { count: number; readonly named: UnfitRow[] };
  onRows?(rows: number): void;
}

/** Reads all rows of the tables and sums them up. Counts values that the other database can't store in `unfit`. */
export async function survey(
  database: ExactDatabase,
  tables: readonly TableLayout[],
  { unfit, onRows }: Watched = {},
): Promise<Survey> {
  const sums: Record<string, TableSum> = {};
  for (const table of tables) {
    const sum = Buffer.alloc(32);
    let rows = 0;
    for await (const page of database.pages(table)) {
      for (const row of page) addRow(sum, row);
      rows += page.length;
      onRows?.(page.length);
      if (unfit) note(unfit, database.unfitIn(table, page));
    }
    sums[table.name] = { rows, checksum: sum.toString('hex') };
  }
  return sums;
}

function note(unfit: { count: number; readonly named: UnfitRow[] }, found: readonly UnfitRow[]): void {
  unfit.count += found.length;
  unfit.named.push(...found.slice(0, mostNamed - unfit.named.length));
}

/** The length before each text distinguishes rows whose texts are split differently. */
function addRow(sum: Buffer, row: ExactRow): void {
  const parts = row.map((value) => {
    if (value === null) return 'n';
    return typeof value === 'bigint' ? `i${value}` : `t${value.length}:${value}`;
  });
  const digest = hash('sha256', parts.join(';'), 'buffer');
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) ^ (digest[at] ?? 0);
}
