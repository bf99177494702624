import { sql } from 'kysely';
import { type Db, holdFreeRows, inPieces, inTransaction, prepared, type Tx } from '../../kit/db/index.ts';
import type { StatisticsTable, StatisticsWritersTable } from './table.ts';

/** What one process has counted since its last batch. */
export interface Batch {
  readonly writer: string;
  /** Greater than that of every batch which this writer has written. */
  readonly number: number;
  /** At most one for each hour and name. */
  readonly counts: readonly StatisticsTable[];
}

/**
 * Adds the counts of a batch, all or none. A batch that is there already, since only the answer was lost, changes nothing.
 */
export function addCounts(db: Db, { writer, number, counts }: Batch, now: number): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!(await takeNumber(tx, { id: writer, batch: number, written_at: now }))) return;
    // Two processes that took the rows in other orders could wait for each other.
    const inOrder = counts.toSorted(
      (one, other) => one.hour - other.hour || (one.name < other.name ? -1 : 1),
    );
    for (const row of inOrder) await addCount(tx, row);
  });
}

async function takeNumber(tx: Tx, row: StatisticsWritersTable): Promise<boolean> {
  return (await upsertWriter(tx, row)).length > 0;
}

const upsertWriter = prepared((db, row: StatisticsWritersTable) =>
  db
    .insertInto('statistics_writers')
    .values({ id: row.id, batch: row.batch, written_at: row.written_at })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(({ ref }) => ({ batch: ref('excluded.batch'), written_at: ref('excluded.written_at') }))
        .whereRef('statistics_writers.batch', '<', 'excluded.batch'),
    )
    .returning('id'),
);

const addCount = prepared((db, row: StatisticsTable) =>
  db
    .insertInto('statistics')
    .values({ hour: row.hour, name: row.name, count: row.count })
    .onConflict((conflict) =>
      conflict.columns(['hour', 'name']).doUpdateSet((update) => ({
        count: update('statistics.count', '+', update.ref('excluded.count')),
      })),
    ),
);

/** The sums of names from an hour on, each for so many hours; `slot` counts from 1970 in units of that many hours. */
export function sumCounts(
  db: Db,
  { names, from, hoursEach }: { names: readonly string[]; from: number; hoursEach: 1 | 24 },
): Promise<{ slot: number; name: string; count: number }[]> {
  return db
    .selectFrom('statistics')
    .select((row) => [
      sql<number>`hour / cast(${hoursEach} as integer)`.as('slot'),
      'name',
      sql<number>`cast(${row.fn.sum('count')} as bigint)`.as('count'),
    ])
    .where('hour', '>=', from)
    .where('name', 'in', names)
    .groupBy(['slot', 'name'])
    .execute();
}

/** Deletes the counts of hours before `hour`, and writers that last wrote at `writtenAt` or before. */
export async function deleteCounts(
  db: Db,
  { hour, writtenAt }: { hour: number; writtenAt: number },
): Promise<void> {
  const hours = db.selectFrom('statistics').select(['hour', 'name']).where('hour', '<', hour);
  await inPieces((most) =>
    db
      .deleteFrom('statistics')
      .where(({ eb, refTuple }) =>
        eb(refTuple('hour', 'name'), 'in', holdFreeRows(db, hours.limit(most)).$asTuple('hour', 'name')),
      )
      .executeTakeFirst(),
  );
  const writers = db.selectFrom('statistics_writers').select('id').where('written_at', '<=', writtenAt);
  await inPieces((most) =>
    db
      .deleteFrom('statistics_writers')
      .where('id', 'in', holdFreeRows(db, writers.limit(most)))
      .executeTakeFirst(),
  );
}
