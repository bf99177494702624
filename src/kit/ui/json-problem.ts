import { placeOf, scanJson } from '../json.ts';

/** Where a text stops being valid JSON, and why, for the person who wrote it. */
export interface JsonProblem {
  /** From 0, in UTF-16 units, as a text area counts. */
  offset: number;
  /** Line and column count from 1. */
  line: number;
  column: number;
  sentence: string;
}

/** The first place where `text` isn't valid JSON (RFC 8259) or repeats a name, or undefined. */
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

/** What can follow `prefix`, the start of a JSON text. */
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
  if (text.trim() === '') return 'This is empty. For no data, write {}.';
  const prefix = text.slice(0, offset);
  const place = placeAfter(prefix);
  const sign = text.charAt(offset);
  if (place.expected === 'rest-of-string') return brokenString(sign);
  if (sign === '') return unfinished(place);
  if (sign === '/') return "JSON doesn't support comments. Remove this one.";
  if (/[\w.+]$/.test(prefix) && /[\w.+-]/.test(sign)) {
    return 'Write numbers like 12, -0.5 or 2e10, and words as true, false or null.';
  }
  if (/,\s*$/.test(prefix) && (sign === '}' || sign === ']')) {
    return "JSON doesn't allow a comma after the last item. Remove it.";
  }
  return misplaced(place, sign, /^\w*/.exec(text.slice(offset, offset + 12))?.[0] ?? '');
}

function brokenString(sign: string): string {
  if (sign === '' || sign === '\n' || sign === '\r') return 'The closing quote is missing on this line.';
  if (sign === '\\') return 'After a backslash, use one of " \\ / b f n r t, or u and four hex digits.';
  return 'Tabs and control characters need escaping inside quotes. Write a tab as \\t.';
}

function unfinished(place: Place): string {
  if (place.expected === 'colon') return 'The colon and value after this name are missing.';
  if (place.expected === 'value') return 'A value is missing at the end.';
  if (place.expected === 'comma' && place.inside === '[') return 'A ] is missing at the end.';
  return 'A } is missing at the end.';
}

function misplaced(place: Place, sign: string, word: string): string {
  switch (place.expected) {
    case 'nothing':
      return 'There can only be one value. Remove what follows it.';
    case 'colon':
      return 'Add a colon between the name and its value.';
    case 'comma':
      if (sign === ']') return 'Use } here, because an object is open.';
      if (sign === '}') return 'Use ] here, because a list is open.';
      return 'Add a comma before this.';
    case 'key':
      if (sign === "'") return 'Put names in double quotes ("), not single quotes.';
      return 'A name in double quotes (") is missing here.';
    default:
      return notAValue(sign, word);
  }
}

function notAValue(sign: string, word: string): string {
  if (sign === "'") return 'Put text in double quotes ("), not single quotes.';
  if (/^(?:true|false|null)$/i.test(word)) return `Write ${word.toLowerCase()} in lowercase.`;
  if (/^(?:undefined|NaN|Infinity)$/.test(word)) return `JSON doesn't support ${word}. Use null instead.`;
  if (word !== '') return 'Put text in double quotes (").';
  return 'A value is missing here: text in double quotes, a number, true, false, null, { or [.';
}
