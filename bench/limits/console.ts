/**
 * The limit of the console: `node:http` that looks up an account by its id, or the newest 50, and answers as many bytes as
 * it is asked for. Nobody is identified, nothing else is looked up, and nothing is made of the rows.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

const byId = 'select * from accounts where id = ?';
const newest = `select a.* from (select * from account_words order by created_at desc, n desc limit 50) w
  inner join accounts a on a.id = w.account_id`;

type Find = (query: string, values: string[]) => Promise<unknown[]>;

function onSqlite(file: string): Find {
  const database = new DatabaseSync(file, { readOnly: true });
  const statements = new Map([byId, newest].map((query) => [query, database.prepare(query)]));
  return async (query, values) => statements.get(query)?.all(...values) ?? [];
}

function onPostgres(url: string): Find {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  return async (query, values) => {
    const text = query.replace('?', '$1');
    return (await pool.query({ name: query === byId ? 'one' : 'newest', text, values })).rows;
  };
}

const { DATABASE: location = '' } = process.env;
const find = location.startsWith('postgres:') ? onPostgres(location) : onSqlite(location);

/** `/ID/BYTES` and `/newest/BYTES`. */
const server = createServer(async (request, response) => {
  const [, which = '', bytes] = (request.url ?? '').split('/');
  const found = await (which === 'newest' ? find(newest, []) : find(byId, [which]));
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': Number(bytes) };
  response.writeHead(found.length > 0 ? 200 : 404, headers).end(Buffer.alloc(Number(bytes), 'x'));
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
