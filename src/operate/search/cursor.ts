import { hash } from 'node:crypto';
import { problem } from '../../kit/problem.ts';
import { sameText, sign } from '../../kit/secret-token.ts';
import { cursorRefused } from './problems.ts';

/** What a cursor belongs to. */
export interface ListAsked {
  /** The name of the list. */
  readonly list: string;
  /** Its filters and order; what is left out or undefined counts alike. */
  readonly asked: Readonly<Record<string, string | number | undefined>>;
}

const subjectOf = ({ list, asked }: ListAsked): string =>
  `${list}.${hash('sha256', JSON.stringify(asked), 'base64url')}`;

const signatureOf = (secretKey: string, of: ListAsked, body: string): string =>
  sign(secretKey, 'list-cursor', `${subjectOf(of)}.${body}`);

/** Where the next page begins, for the client that asks for it: it can't be changed, nor used for another list. */
export function writeCursor(secretKey: string, of: ListAsked, position: object): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${body}.${signatureOf(secretKey, of, body)}`;
}

/** Where a cursor leads; undefined for what wasn't written for this list. */
export function findPosition<Position extends object>(
  secretKey: string,
  of: ListAsked,
  cursor: string,
): Position | undefined {
  const [body = '', signature = '', ...rest] = cursor.split('.');
  if (rest.length > 0 || !sameText(signature, signatureOf(secretKey, of, body))) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Position;
}

/** The same; throws `cursor-refused`. */
export function readCursor<Position extends object>(
  secretKey: string,
  of: ListAsked,
  cursor: string,
): Position {
  const position = findPosition<Position>(secretKey, of, cursor);
  if (!position) throw problem(cursorRefused);
  return position;
}
