/** Where a text stops being JSON, and why, in words for the person who wrote it. */
export interface JsonProblem {
  /** From 0, in UTF-16 units, as a text area counts. */
  offset: number;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  sentence: string;
}

type Expects = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma' | 'nothing';

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordForm = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const blank = /[ \t\n\r]*/y;

/**
 * Finds the first place where `text` is not JSON (RFC 8259), or undefined when it is. `JSON.parse` decides;
 * this only explains, because browsers word its errors differently and some leave the place out.
 * Works without recursion, so that deep nesting cannot exhaust the stack.
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const { offset, sentence } = explain(text);
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    return { offset, line, column: offset - before.lastIndexOf('\n'), sentence };
  }
}

type Found = Pick<JsonProblem, 'offset' | 'sentence'>;

function explain(text: string): Found {
  const open: ('{' | '[')[] = [];
  let expects: Expects = 'value';
  let at = skip(blank, text, 0);
  if (at === text.length)
    return { offset: 0, sentence: 'There is nothing here yet. An empty document is written {}.' };
  for (; at < text.length; at = skip(blank, text, at)) {
    const sign = text[at] as string;
    const inside = open.at(-1);
    if (expects === 'nothing')
      return { offset: at, sentence: 'The document ends before this. Only one value may stand here.' };
    if (expects === 'colon') {
      if (sign !== ':') return { offset: at, sentence: 'A colon is missing between the name and its value.' };
      expects = 'value';
      at += 1;
      continue;
    }
    if (sign === (inside === '{' ? '}' : ']') && inside !== undefined && closes(expects)) {
      open.pop();
      expects = open.length > 0 ? 'comma' : 'nothing';
      at += 1;
      continue;
    }
    if (expects === 'comma') {
      if (sign !== ',') return { offset: at, sentence: missingComma(sign, inside) };
      const next = text[skip(blank, text, at + 1)];
      if (next === '}' || next === ']')
        return { offset: at, sentence: 'JSON allows no comma after the last item. Take it away.' };
      expects = inside === '{' ? 'key' : 'value';
      at += 1;
      continue;
    }
    if (expects === 'key' || expects === 'key-or-end') {
      if (sign !== '"') return { offset: at, sentence: badKey(sign) };
      const end = endOfString(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expects = 'colon';
      continue;
    }
    if (sign === '{' || sign === '[') {
      open.push(sign);
      expects = sign === '{' ? 'key-or-end' : 'value-or-end';
      at += 1;
      continue;
    }
    const end = endOfScalar(text, at);
    if (typeof end !== 'number') return end;
    at = end;
    expects = open.length > 0 ? 'comma' : 'nothing';
  }
  return { offset: text.length, sentence: unfinished(expects, open.at(-1)) };
}

function closes(expects: Expects): boolean {
  return expects === 'comma' || expects === 'key-or-end' || expects === 'value-or-end';
}

/** The offset behind the string, number or word that begins at `at`, or what is wrong with it. */
function endOfScalar(text: string, at: number): number | Found {
  const sign = text[at] as string;
  if (sign === '"') return endOfString(text, at);
  if (sign === '-' || (sign >= '0' && sign <= '9')) {
    const end = skip(numberForm, text, at);
    const rest = text[end] ?? '';
    if (end > at && !/[\w.+]/.test(rest)) return end;
    return {
      offset: at,
      sentence: 'This number is not written as JSON writes numbers, like 12, -0.5 or 2e10.',
    };
  }
  const end = skip(wordForm, text, at);
  const word = text.slice(at, end);
  if (word === 'true' || word === 'false' || word === 'null') return end;
  return { offset: at, sentence: badValue(sign, word) };
}

function endOfString(text: string, start: number): number | Found {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === '"') return at + 1;
    if (sign === '\n' || sign === '\r') break;
    if (sign < ' ')
      return {
        offset: at,
        sentence: 'A tab or control character stands inside the text. Write it as \\t or \\u0000.',
      };
    if (sign !== '\\') continue;
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6));
    if (!escape)
      return {
        offset: at,
        sentence: 'A backslash must be followed by " \\ / b f n r t or u and four hex digits.',
      };
    at += escape[0].length;
  }
  return { offset: start, sentence: 'This text has no closing quotation mark on its line.' };
}

function missingComma(sign: string, inside: '{' | '[' | undefined): string {
  if (sign === '}' || sign === ']') {
    return inside === '{'
      ? 'This object began with { and must end with }.'
      : 'This list began with [ and must end with ].';
  }
  return 'A comma is missing before this.';
}

function badKey(sign: string): string {
  if (sign === "'") return 'Names stand between double quotation marks ("), not single ones.';
  if (sign === ',') return 'There is a comma too many here.';
  if (sign === '/') return 'JSON has no comments. Take this away.';
  return 'A name between double quotation marks is expected here.';
}

function badValue(sign: string, word: string): string {
  if (sign === "'") return 'Text stands between double quotation marks ("), not single ones.';
  if (sign === ',') return 'There is a comma too many here, or a value is missing before it.';
  if (sign === '/') return 'JSON has no comments. Take this away.';
  if (sign === '}' || sign === ']') return 'A value is missing before this.';
  if (/^(?:true|false|null)$/i.test(word)) return `Write ${word.toLowerCase()} in small letters.`;
  if (word === 'undefined' || word === 'NaN' || word === 'Infinity')
    return `JSON has no ${word}. Write null.`;
  if (word !== '') return 'Text must stand between double quotation marks (").';
  return 'A value is expected here: text in quotation marks, a number, true, false, null, { or [.';
}

function unfinished(expects: Expects, inside: '{' | '[' | undefined): string {
  if (expects === 'colon') return 'The document stops after a name: its colon and value are missing.';
  if (expects === 'value' && inside !== '[') return 'The document stops before a value.';
  return inside === '{'
    ? 'The document stops too early: a } is missing.'
    : 'The document stops too early: a ] is missing.';
}

function skip(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : at;
}
