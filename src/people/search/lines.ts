import { domainToASCII } from 'node:url';
import { foldText } from '../../kit/searchable.ts';

/** JSON Pointers (RFC 6901) of the values in the data of an account that it is found by: `search.dataFields`. */
export type SearchFields = readonly string[];

/** The line of each address in the words of an account. The username is the first line, and data comes last. */
const places = { verified: 1, pending: 2 } as const;

export type AddressState = keyof typeof places;

/** What an account is found by. */
export interface Findable {
  readonly username: string;
  readonly verified: string | null;
  readonly pending: string | null;
  /** JSON text. */
  readonly data: string;
}

/** All words of an account. */
export const wordsOf = ({ username, verified, pending, data }: Findable, fields: SearchFields): string =>
  [foldText(username), addressLine(verified), addressLine(pending), ...dataLines(data, fields)].join('\n');

export const withUsername = (words: string, username: string): string =>
  words.split('\n').with(0, foldText(username)).join('\n');

export const withAddress = (words: string, state: AddressState, address: string | null): string =>
  words.split('\n').with(places[state], addressLine(address)).join('\n');

export const withData = (words: string, data: string, fields: SearchFields): string =>
  [...words.split('\n').slice(0, 3), ...dataLines(data, fields)].join('\n');

/** An address with an international domain in both spellings, as people type it and as mail programs write it. */
function addressLine(address: string | null): string {
  if (address === null) return '';
  const folded = foldText(address);
  const at = folded.lastIndexOf('@') + 1;
  const ascii = `${folded.slice(0, at)}${domainToASCII(folded.slice(at))}`;
  return ascii === folded ? folded : `${folded} ${ascii}`;
}

/** Texts and numbers only. */
function dataLines(data: string, fields: SearchFields): string[] {
  if (fields.length === 0) return [];
  const document: unknown = JSON.parse(data);
  return fields.flatMap((pointer) => {
    const value = valueAt(document, pointer);
    return typeof value === 'string' || typeof value === 'number' ? [foldText(String(value))] : [];
  });
}

function valueAt(document: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((value, token) => {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  }, document);
}
