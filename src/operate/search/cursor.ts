import { hash } from 'node:crypto';
import { problem } from '../../kit/problem.ts';
import { sameText, sign } from '../../kit/secret-token.ts';
import type { PeopleQuery, Position } from './find-people.ts';
import { cursorRefused } from './problems.ts';

type Asked = Pick<PeopleQuery, 'search' | 'sort'>;

/** What a cursor belongs to. */
const subjectOf = ({ search, sort }: Asked): string => `${sort}.${hash('sha256', search, 'base64url')}`;

const signatureOf = (secretKey: string, asked: Asked, body: string): string =>
  sign(secretKey, 'search-cursor', `${subjectOf(asked)}.${body}`);

/** Where the next page begins, for the client that asks for it: it can't be changed, nor used for another list. */
export function writeCursor(secretKey: string, asked: Asked, position: Position): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${body}.${signatureOf(secretKey, asked, body)}`;
}

/** Throws `cursor-refused` for what wasn't written for this list. */
export function readCursor(secretKey: string, asked: Asked, cursor: string): Position {
  const [body = '', signature = '', ...rest] = cursor.split('.');
  if (rest.length > 0 || !sameText(signature, signatureOf(secretKey, asked, body))) {
    throw problem(cursorRefused);
  }
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Position;
}
