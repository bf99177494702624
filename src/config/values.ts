import { inspect } from 'node:util';
import { formatDuration } from '../kit/duration.ts';
import { type Key, type Kind, listKeys } from './keys.ts';
import type { Raw } from './readers/reading.ts';
import { readValue } from './readers.ts';
import { configSchema } from './schema.ts';

/** Where a value comes from. A secret's `value` is `(set)` or empty, so it's safe to print. */
export interface Source {
  value: unknown;
  /** `default`, `file …`, `environment LATCHKEY_…` or `flag --…` */
  source: string;
  secret: boolean;
}

interface Effective {
  /** Nested as the schema is. A refused key has its default. */
  values: Record<string, unknown>;
  sources: Map<string, Source>;
  refused: Set<string>;
  problems: string[];
}

const brief = { breakLength: Number.POSITIVE_INFINITY, depth: 1, maxStringLength: 80, maxArrayLength: 5 };

/** Reads the given value of each key, or its default. */
export function effectiveValues(
  keys: readonly Key[],
  given: ReadonlyMap<string, Raw & { source: string }>,
  { mode, cwd, isNeeded }: { mode: string; cwd: string; isNeeded: (name: string) => boolean },
): Effective {
  const effective: Effective = { values: {}, sources: new Map(), refused: new Set(), problems: [] };
  for (const key of keys) {
    const initial = mode === 'development' ? (key.inDevelopment ?? key.initial) : key.initial;
    const fallback = { value: initial, isText: false, base: cwd, source: 'default' };
    const raw = given.get(key.name) ?? fallback;
    const secret = key.secret === true;
    const reading = readValue(key, raw);
    if ('must' in reading) {
      const instead = mayBeRepeated(key, raw.value) ? `, not ${inspect(raw.value, brief)}` : '';
      if (isNeeded(key.name)) {
        effective.problems.push(`${key.name} (${raw.source}) must ${reading.must}${instead}.`);
      }
      effective.refused.add(key.name);
      effective.sources.set(key.name, { value: '(refused)', source: raw.source, secret });
      const standIn = readValue(key, fallback);
      place(effective.values, key.path, 'value' in standIn ? standIn.value : initial);
      continue;
    }
    const shown = secret && reading.value !== '' ? '(set)' : reading.value;
    effective.sources.set(key.name, { value: shown, source: raw.source, secret });
    place(effective.values, key.path, reading.value);
  }
  return effective;
}

const plainKinds: readonly Kind[] = [
  ...([
    'integer',
    'processes',
    'flag',
    'choice',
    'duration',
    'words',
    'addresses',
    'domains',
    'host',
  ] as const),
];

/** A URL or a string may contain a password that doesn't belong there, and so may anything that looks like a URL. */
function mayBeRepeated({ kind, secret }: Key, value: unknown): boolean {
  return secret !== true && plainKinds.includes(kind) && !/@|:\/\//.test(String(value));
}

/** A key with its source, for a problem. */
export function labelled(name: string, sources: ReadonlyMap<string, Source>): string {
  const { value, source } = sources.get(name) ?? { value: '', source: 'default' };
  return value === '' && source === 'default' ? name : `${name} (${source})`;
}

function place(
  values: Record<string, unknown>,
  [first = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    values[first] = value;
    return;
  }
  values[first] ??= {};
  place(values[first] as Record<string, unknown>, rest, value);
}

/** A key of the configuration as it is shown: never with a secret. */
export interface Setting {
  /** `session.rememberIdle` */
  readonly name: string;
  readonly description: string;
  readonly isSecret: boolean;
  /** False where there is nothing: no text, no list. */
  readonly isSet: boolean;
  /** In words: `15m`, `on, off`, `(none)`, and of a secret `(set)`. */
  readonly text: string;
  /** `default`, `file …`, `environment LATCHKEY_…` or `flag --…` */
  readonly source: string;
}

/** All keys in the order of the schema, with their values and where those come from. */
export function listSettings(sources: ReadonlyMap<string, Source>): Setting[] {
  return listKeys(configSchema).map((key) => {
    const { value, source = '' } = sources.get(key.name) ?? {};
    return {
      ...{ name: key.name, description: key.description, isSecret: key.secret === true },
      ...{ isSet: !isNothing(value), text: textOf(key, value), source },
    };
  });
}

const isNothing = (value: unknown): boolean =>
  value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function textOf({ kind, unit, secret }: Key, value: unknown): string {
  if (secret) return value === '' ? '(not set)' : String(value);
  if (isNothing(value)) return '(none)';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return '(JSON Schema)';
  if (typeof value !== 'number') return String(value);
  if (kind === 'duration') return formatDuration(value);
  return unit ? `${value} ${value === 1 ? unit.replace(/(?<=sh|ss)es$|s$/, '') : unit}` : String(value);
}
