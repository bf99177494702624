/**
 * The limit of a server that logs people in: the bare server of session checks on SQLite, in which a `POST` computes
 * the hash, finds nobody and writes nothing. As many hashes at once and as far behind the event loop as in the server.
 */
import { availableParallelism } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { hash, verify } from '@node-rs/argon2';
import { yieldToEventLoop } from '../../src/kit/thread-priority.ts';
import { hashParameters, password } from '../people.ts';
import { type Row, serveBare } from './bare-http.ts';
import { sessionQuery } from './session-query.ts';

const database = new DatabaseSync(process.env.DATABASE ?? '', { readOnly: true });
const statement = database.prepare(sessionQuery);
const stored = await hash(password, hashParameters);
const waiting: (() => void)[] = [];
let free = availableParallelism();

async function checkPassword(): Promise<void> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  if (!(await verify(stored, password))) throw new Error('The hash does not fit.');
  const next = waiting.shift();
  if (next) next();
  else free += 1;
}

await yieldToEventLoop();
serveBare((tokenHash) => statement.get(tokenHash) as Row | undefined, checkPassword);
