import { formatDuration } from '../kit/duration.ts';
import { type Key, listKeys } from './keys.ts';
import { configSchema } from './schema.ts';
import type { Source } from './values.ts';

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
