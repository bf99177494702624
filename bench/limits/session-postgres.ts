/** The limit of session checks on PostgreSQL: the same query, prepared once in each connection. */
import pg from 'pg';
import { type Row, serveBare } from './bare-http.ts';
import { sessionQuery } from './session-query.ts';

const bigint = 20;
pg.types.setTypeParser(bigint, Number);
const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 10 });
const text = sessionQuery.replace('?', '$1');
serveBare(async (tokenHash) => {
  const { rows } = await pool.query({ name: 'session', text, values: [tokenHash] });
  return rows[0] as Row | undefined;
});
