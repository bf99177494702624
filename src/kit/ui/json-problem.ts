import { placeOf, scanJson } from '../json.ts';

/** Where a text stops being JSON, and why, in words for the person who wrote it. */
export interface JsonProblem {
  /** From 0, in UTF-16 units, as a text area counts. */
  offset: number;
  /** Line and column count from 1. */
  line: number;
  column: number;
  sentence: string;
}

/** Finds the first place where `text` is not JSON (RFC 8259) or repeats a name, or undefined when it is well. */
export function findJsonProblem(text: string): JsonProblem | undefined {
  let twice: { offset: number; name: string } | undefined;
  const scan = scanJson(text, Number.POSITIVE_INFINITY, {
    duplicate: ({ start }, name) => {
      twice ??= { offset: start, name };
    },
  });
  if (scan.ok && !twice) return undefined;
  if (scan.ok) {
    const { offset = 0, name = '' } = twice ?? {};
    const sentence = `The name ${JSON.stringify(name)} is used more than once in the same object. Remove one.`;
    return { offset, ...placeOf(text, offset), sentence };
  }
  return { offset: scan.offset, ...placeOf(text, scan.offset), sentence: explain(text, scan.offset) };
}

type Place =
  | { expected: 'value' | 'key' | 'colon' | 'nothing' }
  | { expected: 'comma'; inside: '{' | '[' }
  | { expected: 'rest-of-string' };

const tokens = /("(?:[^"\\]|\\.)*")|("[\s\S]*$)|([{}[\]:,])|[^\s{}[\]:,"]+/g;

/** What may come after `prefix`, which is the beginning of a JSON text. */
function placeAfter(prefix: string): Place {
  const open: string[] = [];
  let before = '';
  let place: Place = { expected: 'value' };
  for (const [token, string, unfinished] of prefix.matchAll(tokens)) {
    const inside = open.at(-1);
    if (unfinished) return { expected: 'rest-of-string' };
    if (token === '{' || token === '[') open.push(token);
    if (token === '}' || token === ']') open.pop();
    const outer = open.at(-1) as '{' | '[' | undefined;
    const isKey = string !== undefined && inside === '{' && before !== ':';
    if (token === '{' || (token === ',' && outer === '{')) place = { expected: 'key' };
    else if (token === '[' || token === ':' || token === ',') place = { expected: 'value' };
    else if (isKey) place = { expected: 'colon' };
    else place = outer ? { expected: 'comma', inside: outer } : { expected: 'nothing' };
    before = token;
  }
  return place;
}

function explain(text: string, offset: number): string {
  if (text.trim() === '') return 'There is nothing here yet. An empty document is written {}.';
  const prefix = text.slice(0, offset);
  const place = placeAfter(prefix);
  const sign = text.charAt(offset);
  if (place.expected === 'rest-of-string') return brokenString(sign);
  if (sign === '') return unfinished(place);
  if (sign === '/') return 'JSON has no comments. Take this away.';
  if (/[\w.+]$/.test(prefix) && /[\w.+-]/.test(sign)) {
    return 'This is not written as JSON writes it: 12, -0.5, 2e10, true, false or null.';
  }
  if (/,\s*$/.test(prefix) && (sign === '}' || sign === ']')) {
    return 'JSON allows no comma after the last item. Take away the one before this.';
  }
  return misplaced(place, sign, /^\w*/.exec(text.slice(offset, offset + 12))?.[0] ?? '');
}

function brokenString(sign: string): string {
  if (sign === '' || sign === '\n' || sign === '\r')
    return 'A closing quotation mark is missing on this line.';
  if (sign === '\\') return 'A backslash must be followed by " \\ / b f n r t, or by u and four hex digits.';
  return 'A tab or control character stands inside quotation marks. Write a tab as \\t.';
}

function unfinished(place: Place): string {
  if (place.expected === 'colon') return 'The document stops after a name: its colon and value are missing.';
  if (place.expected === 'value') return 'The document stops where a value is expected.';
  if (place.expected === 'comma' && place.inside === '[')
    return 'The document stops too early: a ] is missing.';
  return 'The document stops too early: a } is missing.';
}

function misplaced(place: Place, sign: string, word: string): string {
  switch (place.expected) {
    case 'nothing':
      return 'The document ends before this: only one value may stand here.';
    case 'colon':
      return 'A colon is missing between the name and its value.';
    case 'comma':
      if (sign === ']') return 'This closes a list, but an object is open: it ends with }.';
      if (sign === '}') return 'This closes an object, but a list is open: it ends with ].';
      return 'A comma is missing before this.';
    case 'key':
      if (sign === "'") return 'Names stand between double quotation marks ("), not single ones.';
      return 'A name between double quotation marks is expected here.';
    default:
      return notAValue(sign, word);
  }
}

function notAValue(sign: string, word: string): string {
  if (sign === "'") return 'Text stands between double quotation marks ("), not single ones.';
  if (/^(?:true|false|null)$/i.test(word)) return `Write ${word.toLowerCase()} in small letters.`;
  if (/^(?:undefined|NaN|Infinity)$/.test(word)) return `JSON has no ${word}. Write null.`;
  if (word !== '') return 'Text must stand between double quotation marks (").';
  return 'A value is expected here: text in quotation marks, a number, true, false, null, { or [.';
}
