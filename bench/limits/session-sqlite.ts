/** The limit of session checks on SQLite. */
import { DatabaseSync } from 'node:sqlite';
import { type Row, serveBare } from './bare-http.ts';
import { sessionQuery } from './session-query.ts';

const database = new DatabaseSync(process.env.DATABASE ?? '', { readOnly: true });
const statement = database.prepare(sessionQuery);
serveBare((tokenHash) => statement.get(tokenHash) as Row | undefined);
