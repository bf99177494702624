import { isPhc } from '../../factors/password/index.ts';
import { isTime } from '../../kit/clock.ts';
import { changesAsDouble, type JsonValue, placeOf, type Span, scanJson } from '../../kit/json.ts';
import type { Say } from '../../kit/words/index.ts';

export type WorkshopPassword =
  | { kind: 'md5'; hex: string }
  /**
   * `wraps` says that the hash is of the MD5 in hexadecimal, not of the password; `pepper` names the one that went
   * into it, and is empty for none.
   */
  | { kind: 'argon2id'; phc: string; wraps: 'md5' | null; pepper: string };

export interface WorkshopEntry {
  line: number;
  name: string;
  password: WorkshopPassword;
  data: JsonValue;
  /** Unix milliseconds; null when the file does not say. */
  createdAt: number | null;
  lastLoginAt: number | null;
}

interface WorkshopProblem {
  line: number;
  name: string;
  reason: Say;
}

/** The whole file can't be read. The message says why and where. */
export class RegisteredFileError extends Error {
  override readonly name = 'RegisteredFileError';
  readonly line: number;
  readonly column: number;

  constructor(what: string, place: { line: number; column: number }) {
    super(`${what} (line ${place.line}, column ${place.column}).`);
    this.line = place.line;
    this.column = place.column;
  }
}

/**
 * Reads the workshop's `registered.json`, its own or an export of ours: one object, name by name. What cannot be
 * taken is a problem with its line and does not hold up the rest. Throws `RegisteredFileError` when the text is
 * no JSON object.
 */
export function readRegistered(text: string): { entries: WorkshopEntry[]; problems: WorkshopProblem[] } {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  const members = membersOf(json);
  const entries: WorkshopEntry[] = [];
  const problems: WorkshopProblem[] = [];
  const firstLines = new Map<string, number>();
  const lineAt = lineCounter(json);

  for (const member of members) {
    const line = lineAt(member.key.start);
    const name = JSON.parse(textOf(json, member.key)) as string;
    const earlier = firstLines.get(name);
    if (earlier !== undefined) {
      problems.push({ line, name, reason: ({ workshop }) => workshop.entries.nameTwice(earlier) });
      continue;
    }
    firstLines.set(name, line);
    const read = readValue(textOf(json, member.value));
    if (typeof read === 'function') problems.push({ line, name, reason: read });
    else entries.push({ line, name, ...read });
  }
  return { entries, problems };
}

interface Member {
  key: Span;
  value: Span;
}

type Reading = Omit<WorkshopEntry, 'line' | 'name'>;

function membersOf(json: string): Member[] {
  const members: Member[] = [];
  const scan = scanJson(json, Number.POSITIVE_INFINITY, {
    member: (key, value) => members.push({ key, value }),
  });
  if (json.trim() === '') throw new RegisteredFileError('The file is empty', { line: 1, column: 1 });
  if (!scan.ok) {
    const what = scan.offset >= json.length ? 'the file ends too early' : 'unexpected character';
    throw new RegisteredFileError(`Invalid JSON: ${what}`, placeOf(json, scan.offset));
  }
  const start = json.search(/[^ \t\r\n]/);
  if (json.charAt(start) !== '{') {
    throw new RegisteredFileError('The file must be a JSON object of usernames', placeOf(json, start));
  }
  return members;
}

/** The entry, or a sentence that says why there is none. */
function readValue(json: string): Reading | Say {
  if (!json.startsWith('"')) return readEntry(json);
  const text = JSON.parse(json) as string;
  return readWorkshopString(text) ?? readEntry(text);
}

/** A JSON object as text. Reads member by member, so that a name twice or a number too long does not go unseen. */
function readEntry(json: string): Reading | Say {
  const spans: Member[] = [];
  let changed: string | undefined;
  let twice: string | undefined;
  const scan = scanJson(json, 102, {
    member: (key, value) => spans.push({ key, value }),
    number: (source) => {
      if (changesAsDouble(source)) changed ??= source.slice(0, 40);
    },
    duplicate: (_key, name) => {
      twice ??= name;
    },
  });
  if (!scan.ok && scan.reason === 'depth') return ({ workshop }) => workshop.entries.tooDeep;
  if (!scan.ok || !json.trim().startsWith('{')) return ({ workshop }) => workshop.entries.noObject;
  const [inexact, again] = [changed, twice?.slice(0, 40)];
  if (inexact !== undefined) return ({ workshop }) => workshop.entries.inexact(inexact);
  if (again !== undefined) return ({ workshop }) => workshop.entries.memberTwice(again);

  const members = new Map<string, JsonValue>();
  for (const { key, value } of spans) {
    const name = JSON.parse(textOf(json, key)) as string;
    if (!known.has(name)) return ({ workshop }) => workshop.entries.unknown(name);
    members.set(name, JSON.parse(textOf(json, value)) as JsonValue);
  }
  return entryOf(members);
}

const known = new Set(['password', 'wraps', 'pepper', 'data', 'created', 'lastLogin']);

function entryOf(members: ReadonlyMap<string, JsonValue>): Reading | Say {
  const password = passwordOf(members);
  if (typeof password === 'function') return password;
  const createdAt = timeOf(members.get('created'));
  const lastLoginAt = timeOf(members.get('lastLogin'));
  if (createdAt === undefined) return ({ workshop }) => workshop.entries.noTime('created');
  if (lastLoginAt === undefined) return ({ workshop }) => workshop.entries.noTime('lastLogin');
  const data = members.has('data') ? (members.get('data') as JsonValue) : '';
  return { password, data, createdAt, lastLoginAt };
}

function passwordOf(members: ReadonlyMap<string, JsonValue>): WorkshopPassword | Say {
  const [value, wraps = null, pepper = ''] = ['password', 'wraps', 'pepper'].map((key) => members.get(key));
  if (value === undefined) return ({ workshop }) => workshop.entries.noPassword;
  if (typeof value !== 'string') return ({ workshop }) => workshop.entries.passwordNoString;
  if (wraps !== null && wraps !== 'md5') return ({ workshop }) => workshop.entries.badWraps;
  if (typeof pepper !== 'string' || !/^([0-9a-f]{16})?$/.test(pepper)) {
    return ({ workshop }) => workshop.entries.badPepper;
  }
  if (/^[0-9a-f]{32}$/i.test(value)) {
    const extra = wraps !== null ? 'wraps' : 'pepper';
    if (wraps !== null || pepper !== '') return ({ workshop }) => workshop.entries.notWithMd5(extra);
    return { kind: 'md5', hex: value.toLowerCase() };
  }
  if (!isPhc(value)) return ({ workshop }) => workshop.entries.noHash;
  return { kind: 'argon2id', phc: value, wraps, pepper };
}

/** Unix milliseconds, null for none, undefined for what is no time. */
function timeOf(value: JsonValue | undefined): number | null | undefined {
  if (value === undefined || value === null) return null;
  const form = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
  const [text = '', day = ''] = form.exec(typeof value === 'string' ? value : '') ?? [];
  // `Date` takes the 30th of February for the second of March.
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
  const time = isDay ? Date.parse(text) : Number.NaN;
  return isTime(time) ? time : undefined;
}

const workshopHead = /^\{"password": "([0-9a-fA-F]{32})", "data": "/;
const workshopTail = '"}';

/**
 * The string that the workshop's f-string builds. It does not escape the data, so a quote or a newline in it
 * breaks the JSON, and `", "password": "…` would change the password; by its rigid shape each comes back as it
 * was given. A well-formed one is read as JSON, as the workshop's login does.
 */
function readWorkshopString(text: string): Reading | undefined {
  const asJson = readEntry(text);
  if (typeof asJson !== 'function') return asJson;
  const [head, hex] = workshopHead.exec(text) ?? [];
  if (head === undefined || hex === undefined) return undefined;
  if (!text.endsWith(workshopTail) || text.length < head.length + workshopTail.length) return undefined;
  const data = text.slice(head.length, -workshopTail.length);
  return { password: { kind: 'md5', hex: hex.toLowerCase() }, data, createdAt: null, lastLoginAt: null };
}

function textOf(json: string, span: Span): string {
  return json.slice(span.start, span.end);
}

/** For offsets that only grow, so that a file of a million lines is counted once. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
