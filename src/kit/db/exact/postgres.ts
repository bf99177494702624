import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { seconds } from '../../duration.ts';
import { readPostgresUrl } from '../postgres-url.ts';
import {
  DatabaseInUseError,
  type ExactDatabase,
  type ExactRow,
  type ExactValue,
  pageLimits,
  quoted,
  type TableLayout,
} from './exact.ts';

/** How long a connection that was just closed may still be seen. */
const patience = seconds(3);

/** Every value as the text that the server sent: the parsers of this process make doubles of bigints. */
const asText = { getTypeParser: () => (value: string | Buffer) => value };

/** Connects with one connection of its own. Throws `DatabaseInUseError` when a server of ours is connected. */
export async function openExactPostgres(url: string): Promise<ExactDatabase> {
  const { PostgresClient } = await import('../postgres-client.ts');
  const client = new PostgresClient({
    ...readPostgresUrl(url),
    application_name: 'latchkey-move',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  // A connection that dies between two queries is an event; the next query on it fails and tells of it.
  client.on('error', () => {});
  await client.connect();
  try {
    await requireNoServer(client);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }

  const query = async (text: string, values: readonly unknown[] = []) => {
    const { rows } = await client.query({ text, values: [...values], types: asText });
    return rows as Record<string, string | null>[];
  };

  async function* pages(table: TableLayout, after?: ExactRow): AsyncGenerator<readonly ExactRow[]> {
    const names = table.columns.map(({ name }) => quoted(name)).join(', ');
    const key = table.key.map(quoted).join(', ');
    const octets = table.columns
      .filter(({ kind }) => kind === 'text')
      .map(({ name }) => `coalesce(octet_length(${quoted(name)}), 0)`)
      .join(' + ');
    for (let last = after; ; ) {
      const where = last ? ` where (${key}) > (${last.map((_, at) => `$${at + 1}`).join(', ')})` : '';
      const rows = await query(
        `select ${names} from (
           select *, sum(move_octets) over (order by ${key}) - move_octets as move_before from (
             select *, ${octets || '0'} as move_octets from ${quoted(table.name)}${where}
             order by ${key} limit ${pageLimits.rows}
           ) page
         ) sized where move_before < ${pageLimits.bytes} order by ${key}`,
        last?.map((value) => value?.toString()),
      );
      if (rows.length === 0) return;
      yield rows.map((row) =>
        table.columns.map(({ name, kind }) => {
          const value = row[name] ?? null;
          return value === null || kind === 'text' ? value : BigInt(value);
        }),
      );
      const final = rows.at(-1);
      last = table.key.map((part) => final?.[part] ?? null);
    }
  }

  return {
    pages,
    // SQLite takes all that PostgreSQL has: text is UTF-8 without NUL, numbers have 64 bits.
    unfitIn: () => [],
    orphans: async () => [],
    async insert(table, rows) {
      const names = table.columns.map(({ name }) => quoted(name)).join(', ');
      const arrays = table.columns.map(({ kind }, at) => `$${at + 1}::${kind}[]`).join(', ');
      const values = table.columns.map((_, at) => rows.map((row) => row[at]?.toString() ?? null));
      await query(`insert into ${quoted(table.name)} (${names}) select * from unnest(${arrays})`, values);
    },
    async run(sql, values = []) {
      let at = 0;
      const text = sql.replaceAll('?', () => {
        at += 1;
        return `$${at}`;
      });
      return (await query(
        text,
        values.map((value) => value?.toString() ?? null),
      )) as Record<string, ExactValue>[];
    },
    async inTransaction(work) {
      await query('begin');
      try {
        await work();
        await query('commit');
      } catch (error) {
        await query('rollback').catch(() => {});
        throw error;
      }
    },
    async lockForReading(tables) {
      await query('begin');
      await query("set local lock_timeout = '3s'");
      await query('set local idle_in_transaction_session_timeout = 0');
      await query('set local statement_timeout = 0');
      const names = tables.map(({ name }) => quoted(name)).join(', ');
      // Stronger than what reading needs: it also keeps out a second move.
      await query(`lock table ${names} in share row exclusive mode`).catch((error: unknown) => {
        const isHeld = error instanceof Error && 'code' in error && error.code === '55P03';
        throw isHeld ? new DatabaseInUseError('Another process is writing to it.') : error;
      });
    },
    requireAlone: () => requireNoServer(client),
    release: async () => void (await query('commit')),
    close: () => client.end(),
  };
}

/** An idle server is seen by its connections for ten seconds after its last query. */
async function requireNoServer(client: pg.Client): Promise<void> {
  for (const deadline = Date.now() + patience; ; await pause(200)) {
    // Inside a transaction the first look would hold for all that follow.
    await client.query('select pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ servers: string }>(
      `select count(*)::text as servers from pg_stat_activity
       where datname = current_database() and application_name like 'latchkey%' and pid <> pg_backend_pid()`,
    );
    const servers = Number(rows[0]?.servers);
    if (servers === 0) return;
    if (Date.now() > deadline) {
      throw new DatabaseInUseError(
        `Latchkey has ${servers === 1 ? '1 open connection' : `${servers} open connections`} to it. If a connection pooler keeps them open, use a URL that connects to PostgreSQL directly.`,
      );
    }
  }
}
