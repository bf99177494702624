import type { Transaction } from 'kysely';
import type { Db } from './database.ts';
import { syncLater } from './sqlite.ts';
import type { Tables } from './tables.ts';

declare const insideTransaction: unique symbol;

/** A transaction. Only `inTransaction` makes one, so a function that asks for it cannot be given an outer handle. */
export type Tx = Transaction<Tables> & { readonly [insideTransaction]: true };

/**
 * Runs `work` in one transaction: all of it is kept, or nothing.
 * Inside, only `tx` is used: the outer handle would wait for itself on SQLite and escape the rollback on PostgreSQL.
 */
export function inTransaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return thenAfterwards((afterwards) =>
    db.transaction().execute((transaction) => untilOver(transaction as Tx, work, afterwards)),
  );
}

/**
 * The same, without waiting until the disk has it: a power cut may undo it, a crash of the process cannot. For what
 * nobody is told of before a later transaction, whose sync takes it along.
 */
export function inTransactionSyncedLater<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return thenAfterwards((afterwards) =>
    db.transaction().execute(async (transaction) => {
      await transaction.getExecutor().provideConnection(async (connection) => syncLater(connection));
      return untilOver(transaction as Tx, work, afterwards);
    }),
  );
}

type Afterwards = (() => void)[];

const waiting = new WeakMap<Tx, Afterwards>();

/** Has `work` done once the transaction is kept; never if it's undone. For what others are told of it, such as a log line. */
export function afterCommit(tx: Tx, work: () => void): void {
  waiting.get(tx)?.push(work);
}

async function thenAfterwards<Result>(run: (afterwards: Afterwards) => Promise<Result>): Promise<Result> {
  const afterwards: Afterwards = [];
  const result = await run(afterwards);
  for (const work of afterwards) work();
  return result;
}

const over = new WeakSet<Db>();

async function untilOver<Result>(
  tx: Tx,
  work: (tx: Tx) => Promise<Result>,
  afterwards: Afterwards,
): Promise<Result> {
  waiting.set(tx, afterwards);
  try {
    return await work(tx);
  } finally {
    over.add(tx);
  }
}

/**
 * Throws for the handle of a transaction that has ended. Kysely asks that of its own statements; what goes past it to
 * a connection that others use by now would become part of their transaction, and be kept after its own was undone.
 */
export function requireNotOver(db: Db): void {
  if (over.has(db)) throw new Error('The transaction is over.');
}
