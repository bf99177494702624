import { sql } from 'kysely';
import type { Migration } from '../kit/db/index.ts';

/** Which hashes are stored and how many of each, and what tells the secrets that they were made under. */
export const passwordCosts: Migration = {
  name: '0017-password-costs',
  async up(db) {
    await db.schema
      .createTable('password_costs')
      .addColumn('recipe', 'text', (column) => column.notNull())
      .addColumn('parameters', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('password_costs_pkey', ['recipe', 'parameters'])
      .execute();
    await db.schema
      .createTable('secret_checks')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();

    const counts = new Map<string, number>();
    for (let after = ''; ; ) {
      const { rows } = await sql<{ account_id: string; hash: string }>`
        select account_id, hash from passwords where account_id > ${after} order by account_id limit 5000`.execute(
        db,
      );
      for (const { hash } of rows) {
        const parameters = /^\$argon2id\$v=19\$(m=\d+,t=\d+,p=\d+)\$/.exec(hash)?.[1];
        if (parameters !== undefined) counts.set(parameters, (counts.get(parameters) ?? 0) + 1);
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.account_id;
    }
    for (const [parameters, count] of counts) {
      await sql`insert into password_costs (recipe, parameters, count)
        values ('argon2id', ${parameters}, ${count})`.execute(db);
    }
  },
};
