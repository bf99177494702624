import { domainToASCII } from 'node:url';
import { sql } from 'kysely';
import {
  byBytes,
  createGramTable,
  type Db,
  gramValues,
  indexGrams,
  type Migration,
} from '../kit/db/index.ts';
import { foldText } from '../kit/searchable.ts';

/** What people are found by, and the indexes that the search and its lists read. */
export const accountWords: Migration = {
  name: '0033-account-words',
  async up(db) {
    await createGramTable(
      db,
      'account_words',
      sql`account_id text not null unique references accounts (id) on delete cascade, created_at bigint not null`,
    );
    await fill(db);
    await indexGrams(db, 'account_words');
    await index(db, 'account_words_by_birth', sql`account_words (created_at, n)`);
    await index(db, 'accounts_by_name', sql`accounts (${byBytes(db, 'username_key')})`);
    await index(db, 'accounts_by_login', sql`accounts (coalesce(last_login_at, 0), ${byBytes(db, 'id')})`);
    await index(db, 'emails_by_prefix', sql`emails (${byBytes(db, 'address_key')})`);
    await index(db, 'events_by_address', sql`events (${byBytes(db, 'address')}, account_id)`);
    await db.schema
      .createTable('search_state')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    // Of a new database the first start says it: one that data is moved to has to be filled then.
    await sql`insert into search_state (name, value)
      select 'data-fields', '[]' where exists (select 1 from accounts)`.execute(db);
  },
};

const index = (db: Db, name: string, on: ReturnType<typeof sql>) =>
  sql`create index ${sql.ref(name)} on ${on}`.execute(db);

interface Found {
  readonly id: string;
  readonly created_at: number;
  readonly username: string;
  readonly verified: string | null;
  readonly pending: string | null;
}

async function fill(db: Db): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await sql<Found>`
      select a.id, a.created_at, a.username, v.address as verified, p.address as pending
      from (select id, created_at, username from accounts where id > ${after} order by id limit 2000) a
      left join emails v on v.account_id = a.id and v.verified_at is not null
      left join emails p on p.account_id = a.id and p.verified_at is null
      order by a.id`.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    const values = rows.map(({ id, created_at, username, verified, pending }) => {
      const words = [foldText(username), addressLine(verified), addressLine(pending)].join('\n');
      const { grams } = gramValues(db, words);
      return sql`(${id}, ${created_at}, ${words}${grams ? sql`, ${grams}::integer[]` : sql``})`;
    });
    const more = gramValues(db, '').grams ? sql`, grams` : sql``;
    await sql`insert into account_words (account_id, created_at, words${more}) values ${sql.join(values)}`.execute(
      db,
    );
    after = last.id;
  }
}

/** As in `src/people/search/lines.ts` when this step was written. */
function addressLine(address: string | null): string {
  if (address === null) return '';
  const folded = foldText(address);
  const at = folded.lastIndexOf('@') + 1;
  const ascii = `${folded.slice(0, at)}${domainToASCII(folded.slice(at))}`;
  return ascii === folded ? folded : `${folded} ${ascii}`;
}
