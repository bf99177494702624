import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import type { PasswordCostsTable } from './table.ts';

/** What verifying a password of one kind costs. */
export type Cost = Pick<PasswordCostsTable, 'recipe' | 'parameters'>;

const argon2idForm = /^\$argon2id\$v=19\$(m=\d+,t=\d+,p=\d+)\$/;

/** Undefined for a hash that is damaged. An MD5 inside is the same kind: it takes microseconds. */
export function costOf(hash: string): Cost | undefined {
  const parameters = argon2idForm.exec(hash)?.[1];
  return parameters === undefined ? undefined : { recipe: 'argon2id', parameters };
}

/** Counts that a hash came in the place of another; either may be missing. */
export async function recount(tx: Tx, from: string | undefined, to: string | undefined): Promise<void> {
  const [gone, come] = [from, to].map((hash) => (hash === undefined ? undefined : costOf(hash)));
  if (gone?.recipe === come?.recipe && gone?.parameters === come?.parameters) return;
  const changes = [...(gone ? [{ ...gone, by: -1 }] : []), ...(come ? [{ ...come, by: 1 }] : [])];
  // Two transactions that go through the rows in one order never wait crosswise.
  for (const change of changes.toSorted((one, other) => (one.parameters < other.parameters ? -1 : 1))) {
    await addToCount(tx, change);
  }
}

const addToCount = prepared((db, { recipe, parameters, by }: Cost & { by: number }) =>
  db
    .insertInto('password_costs')
    .values({ recipe, parameters, count: by })
    .onConflict((conflict) =>
      conflict
        .columns(['recipe', 'parameters'])
        .doUpdateSet((row) => ({ count: row('password_costs.count', '+', row.ref('excluded.count')) })),
    ),
);

/** The kinds of all stored hashes. Read anew each time, since another process may have written one. */
export function findCosts(db: Db): Promise<Cost[]> {
  return storedCosts(db, {});
}

const storedCosts = prepared((db) =>
  db.selectFrom('password_costs').select(['recipe', 'parameters']).where('count', '>', 0),
);
