import { problem } from '../../kit/problem.ts';
import { foldText } from '../../kit/searchable.ts';
import type { Words } from '../../kit/words/index.ts';
import { unknownOperator } from './problems.ts';

/** Longer than any username, address or value that is searched: nobody is found by it. */
const longest = 1000;

export interface Operator {
  readonly name: string;
  readonly value: string;
}

export interface ParsedSearch {
  /** What was typed beside operators; empty where there is nothing. */
  readonly text: string;
  /** Its words, folded: each of them must be found, literally. */
  readonly terms: readonly string[];
  readonly operators: readonly Operator[];
}

/**
 * Takes a search apart. An operator is a word of letters, a colon and a value: `is:locked`. An address with a colon is
 * searched as it is, be it of a page, after `mailto:`, or of IPv6 but after `address:`. Undefined for a text longer than
 * whatever is searched.
 */
export function parseSearch(search: string): ParsedSearch | undefined {
  if (search.length > longest) return undefined;
  // PostgreSQL holds neither, and fails when it is to look for one.
  const plain = search.toWellFormed().replaceAll('\0', '\ufffd');
  const tokens = plain.split(/[\s\p{Cc}]+/u).map((token) => token.replace(/^mailto:/i, ''));
  const operators: Operator[] = [];
  const words: string[] = [];
  for (const token of tokens) {
    const [, name, value] = /^([a-z][a-z-]*):(?!\/\/|(?<!^address:):)(.*)$/iu.exec(token) ?? [];
    if (name === undefined || value === undefined) words.push(token);
    else operators.push({ name: name.toLowerCase(), value });
  }
  const terms = [...new Set(words.flatMap((word) => foldText(word).split(' ')))].filter(Boolean);
  return { text: words.filter(Boolean).join(' '), terms, operators };
}

/** For an operator that there is not, or a value that it can't have. */
export const refuseOperator = ({ name, value }: Operator, takes?: (words: Words['search']) => string) =>
  problem(unknownOperator, ({ search }) =>
    takes === undefined ? search.unknown(`${name}:`) : search.wrongValue(`${name}:${value}`, takes(search)),
  );
