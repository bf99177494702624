import { sql } from 'kysely';
import type { Database } from '../../src/kit/db/index.ts';

/**
 * Has every new row of a table take a minute from now on, in whichever process: whoever writes one can be killed at that
 * very statement. What comes back ends that again, and what is still being written comes to nothing.
 */
export async function stallInserts({ db, dialect }: Database, table: string): Promise<() => Promise<void>> {
  const run = (text: string) => sql.raw(text).execute(db);
  if (dialect === 'sqlite') {
    // A trigger itself can't count by recursion.
    await run(`create view stalled (n) as
      with recursive counted (n) as (select 1 union all select n + 1 from counted where n < 1000000000)
      select max(n) from counted`);
    await run(`create trigger stall before insert on ${table} when (select n from stalled) > 0
      begin select 1; end`);
    return async () => {
      await run('drop trigger stall');
      await run('drop view stalled');
    };
  }
  await run(`create function stall() returns trigger language plpgsql as
    $$ begin perform pg_sleep(60); return new; end $$`);
  await run(`create trigger stall before insert on ${table} for each row execute function stall()`);
  return async () => {
    await run(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event = 'PgSleep'`);
    await run(`drop trigger stall on ${table}`);
    await run('drop function stall');
  };
}
