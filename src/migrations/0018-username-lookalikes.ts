import { sql } from 'kysely';
import { lookalikesOf } from '../kit/confusable.ts';
import type { Migration } from '../kit/db/index.ts';

/** What each username looks like, so that a new one can't imitate it. Names that are there stay. */
export const usernameLookalikes: Migration = {
  name: '0018-username-lookalikes',
  async up(db) {
    await db.schema
      .createTable('username_lookalikes')
      .addColumn('lookalike', 'text', (column) => column.notNull())
      .addColumn('account_id', 'text', (column) =>
        column.notNull().references('accounts.id').onDelete('cascade'),
      )
      .addPrimaryKeyConstraint('username_lookalikes_pkey', ['lookalike', 'account_id'])
      .execute();
    await db.schema
      .createIndex('username_lookalikes_by_account')
      .on('username_lookalikes')
      .column('account_id')
      .execute();

    for (let after = ''; ; ) {
      const { rows } = await sql<{ id: string; username: string; username_key: string }>`
        select id, username, username_key from accounts where id > ${after} order by id limit 2000`.execute(
        db,
      );
      const values = rows.flatMap(({ id, username, username_key }) =>
        lookalikesOf({ shown: username, key: username_key }).map((lookalike) => sql`(${lookalike}, ${id})`),
      );
      const last = rows.at(-1);
      if (!last) break;
      await sql`insert into username_lookalikes (lookalike, account_id) values ${sql.join(values)}`.execute(
        db,
      );
      after = last.id;
    }
  },
};
