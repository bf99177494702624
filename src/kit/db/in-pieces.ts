/** So many rows are deleted or changed in one statement: whoever else writes goes in between. */
const rowsAtOnce = 500;

/**
 * Does a sweep's work on many rows, a few at a time, until none is left. `take` deletes or changes at most so many rows
 * and answers how many there were. A row that it leaves as it was must not be found again.
 */
export async function inPieces(
  take: (most: number) => Promise<{ numDeletedRows: bigint } | { numUpdatedRows: bigint }>,
): Promise<void> {
  for (;;) {
    const taken = await take(rowsAtOnce);
    const count = 'numDeletedRows' in taken ? taken.numDeletedRows : taken.numUpdatedRows;
    if (count < rowsAtOnce) return;
  }
}
