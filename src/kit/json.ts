/** Any value that JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A piece of a text: from `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
}

export interface JsonScanHooks {
  /** Each number, as it is written; `pointer` tells where it stands (RFC 6901). */
  number?: (source: string, pointer: () => string) => void;
  /** Each member of the outermost object, once its value has been read whole. */
  member?: (key: Span, value: Span) => void;
  /**
   * Each name that an object has had before, at any depth and however it is escaped: of two members, one reader could
   * take the first and another the last (RFC 8259 section 4). `pointer` tells where it stands.
   */
  duplicate?: (key: Span, name: string, pointer: () => string) => void;
}

export type JsonScan = { ok: true } | { ok: false; reason: 'syntax' | 'depth'; offset: number };

type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'comma' | 'nothing';

interface Container {
  close: ']' | '}';
  index: number;
  key: Span;
  names?: Set<string>;
}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plainEscapes = '"\\/bfnrt';

/**
 * Reads a text by the grammar of RFC 8259 without building it, in one pass and without recursion: a text of
 * nothing but `[` costs memory in proportion to `maxDepth`, never the stack. Accepts exactly what `JSON.parse`
 * accepts, up to `maxDepth` containers inside one another; says where the first fault is.
 */
export function scanJson(text: string, maxDepth: number, hooks: JsonScanHooks = {}): JsonScan {
  const stack: Container[] = [];
  let expected = 'value' as Expected;
  let valueStart = 0;
  let at = 0;

  const pointer = () => stack.map((container) => `/${tokenOf(text, container)}`).join('');
  const endValue = () => {
    const container = stack.at(-1);
    expected = container ? 'comma' : 'nothing';
    if (container?.close === '}' && stack.length === 1) {
      hooks.member?.(container.key, { start: valueStart, end: at });
    }
  };

  for (at = skipSpace(text, at); at < text.length; at = skipSpace(text, at)) {
    const char = text.charAt(at);
    const container = stack.at(-1);
    // The last thing to begin in the outermost object before a member ends is its value.
    if (stack.length === 1) valueStart = at;

    if (expected === 'colon') {
      if (char !== ':') return brokenAt(at);
      expected = 'value';
      at += 1;
    } else if (expected === 'comma' && char === ',' && container) {
      expected = container.close === '}' ? 'key' : 'value';
      container.index += 1;
      at += 1;
    } else if (container?.close === char && expected !== 'value' && expected !== 'key') {
      stack.pop();
      at += 1;
      endValue();
    } else if (expected === 'comma' || expected === 'nothing') {
      return brokenAt(at);
    } else if ((expected === 'key' || expected === 'first-key') && container) {
      if (char !== '"') return brokenAt(at);
      const string = readString(text, at);
      if (!string.ok) return brokenAt(string.offset);
      container.key = { start: at, end: string.end };
      if (hooks.duplicate) {
        const name = JSON.parse(text.slice(at, string.end)) as string;
        container.names ??= new Set();
        if (container.names.has(name)) hooks.duplicate(container.key, name, pointer);
        container.names.add(name);
      }
      expected = 'colon';
      at = string.end;
    } else if (char === '[' || char === '{') {
      if (stack.length >= maxDepth) return { ok: false, reason: 'depth', offset: at };
      stack.push({ close: char === '[' ? ']' : '}', index: 0, key: { start: at, end: at } });
      expected = char === '[' ? 'first-item' : 'first-key';
      at += 1;
    } else {
      const scalar = readScalar(text, at);
      if (!scalar.ok) return brokenAt(scalar.offset);
      if (char === '-' || (char >= '0' && char <= '9')) hooks.number?.(text.slice(at, scalar.end), pointer);
      at = scalar.end;
      endValue();
    }
  }
  return expected === 'nothing' ? { ok: true } : brokenAt(text.length);
}

function brokenAt(offset: number): JsonScan {
  return { ok: false, reason: 'syntax', offset };
}

/**
 * Would a double change this JSON number? True for a whole or large number whose digits would differ
 * (9007199254740993), and for one that would become infinite (1e400) or zero (1e-400). The last digits of a
 * fraction within the safe range do not count: such a number is a measurement, and its double the nearest one.
 */
export function changesAsDouble(source: string): boolean {
  const value = Number(source);
  if (Number.isFinite(value) && value !== 0 && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return false;
  const written = decimalOf(source);
  if (value === 0) return written.digits !== '';
  if (!Number.isFinite(value)) return true;
  const kept = decimalOf(String(value));
  return written.digits !== kept.digits || written.exponent !== kept.exponent;
}

/** The line and column, both from 1, of an offset in a text. A column is a UTF-16 unit, as editors count. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line += 1;
    lineStart = next + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

function tokenOf(text: string, container: Container): string {
  if (container.close === ']') return String(container.index);
  const key = JSON.parse(text.slice(container.key.start, container.key.end)) as string;
  return escapePointer(key);
}

/** A name as one step of a JSON Pointer (RFC 6901 section 3). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; ) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return at;
}

type Read = { ok: true; end: number } | { ok: false; offset: number };

function readScalar(text: string, at: number): Read {
  if (text.charAt(at) === '"') return readString(text, at);
  for (const word of ['true', 'false', 'null']) {
    if (text.startsWith(word, at)) return { ok: true, end: at + word.length };
  }
  numberForm.lastIndex = at;
  return numberForm.test(text) ? { ok: true, end: numberForm.lastIndex } : { ok: false, offset: at };
}

function readString(text: string, quote: number): Read {
  for (let at = quote + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return { ok: true, end: at + 1 };
    if (char < ' ') return { ok: false, offset: at };
    if (char !== '\\') continue;
    const escaped = text.charAt(at + 1);
    if (escaped === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) at += 5;
    else if (escaped !== '' && plainEscapes.includes(escaped)) at += 1;
    else return { ok: false, offset: at };
  }
  return { ok: false, offset: text.length };
}

/** A number as 0.DIGITS × 10^exponent, its digits without zeros at either end; zero has no digits. */
function decimalOf(source: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = source.toLowerCase().replace(/^-/, '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  let first = 0;
  while (all.charAt(first) === '0') first += 1;
  let last = all.length;
  while (last > first && all.charAt(last - 1) === '0') last -= 1;
  return { digits: all.slice(first, last), exponent: whole.length - first + Number(power) };
}
