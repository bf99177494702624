import type { TObject, TSchema } from 'typebox';
import { type Static, Type } from '../kit/schema.ts';
import { providerKinds } from './readers/provider-kinds.ts';

/** How a value is written. `readers.ts` has a reader for each kind. */
export type Kind =
  | 'text'
  | 'integer'
  | 'processes'
  | 'flag'
  | 'choice'
  | 'words'
  | 'addresses'
  | 'origins'
  | 'hosts'
  | 'pointers'
  | 'domains'
  | PlaceKind
  | 'duration'
  | 'schema'
  | 'providers';

/** A string with its own reader. */
type PlaceKind =
  | 'address'
  | 'host'
  | 'database'
  | 'mailServer'
  | 'sender'
  | 'folder'
  | 'domainFile'
  | 'link'
  | 'contact'
  | 'image'
  | 'colour';

/** What the schema says about a key besides its type. `initial` is written as in a configuration file. */
interface About {
  description: string;
  initial: unknown;
  /** Replaces `initial` in development mode. */
  inDevelopment?: string | boolean;
  unit?: string;
  secret?: true;
  /** The minimum length of a string that isn't empty. */
  shortest?: number;
}

/** One key of the configuration, as the schema describes it. */
export interface Key extends About {
  /** `session.rememberIdle` */
  name: string;
  path: readonly string[];
  /** `LATCHKEY_SESSION_REMEMBER_IDLE` */
  variable: string;
  kind: Kind;
  schema: TSchema & { minimum?: number; maximum?: number; maxLength?: number; enum?: readonly string[] };
}

type More = Omit<About, 'description' | 'initial'>;

const about = (kind: Kind, initial: unknown, description: string, more: More = {}) => ({
  description,
  latchkey: { kind, initial, description, ...more },
});

export const text = (
  initial: string,
  description: string,
  more: More & { shortest: number; longest: number },
) => Type.String({ maxLength: more.longest, ...about('text', initial, description, more) });

export const integer = (
  initial: number,
  [minimum, maximum]: readonly [number, number],
  description: string,
  more: More = {},
) => Type.Integer({ minimum, maximum, ...about('integer', initial, description, more) });

/** A number of processes, or `auto` for one per core. */
export const processes = (
  initial: number | 'auto',
  [minimum, maximum]: readonly [number, number],
  description: string,
) => Type.Integer({ minimum, maximum, ...about('processes', initial, description) });

export const flag = (initial: boolean, description: string, more: More = {}) =>
  Type.Boolean(about('flag', initial, description, more));

export const choice = <const Values extends string[]>(
  values: readonly [...Values],
  initial: Values[number],
  description: string,
  more: More = {},
) => Type.Enum(values, about('choice', initial, description, more));

/** Milliseconds in the effective configuration. The default is written as in a configuration file. */
export const duration = (
  initial: string,
  [minimum, maximum]: readonly [number, number],
  description: string,
) => Type.Integer({ minimum, maximum, ...about('duration', initial, description) });

export const list = (
  kind: 'words' | 'addresses' | 'origins' | 'hosts' | 'pointers' | 'domains',
  description: string,
) => Type.Array(Type.String(), about(kind, [], description));

export const place = (kind: PlaceKind, initial: string, description: string, more: More = {}) =>
  Type.String(about(kind, initial, description, more));

export const jsonSchema = (description: string) =>
  Type.Union([Type.Null(), Type.Record(Type.String(), Type.Unknown())], about('schema', null, description));

/** An identity provider that people sign in with, as `login.with` names it. */
const provider = Type.Object({
  /** Part of its addresses: `/login/with/{id}`. */
  id: Type.String(),
  kind: Type.Enum([...providerKinds]),
  /** Its issuer where that isn't the one of its kind; empty otherwise. */
  issuer: Type.String(),
  clientId: Type.String(),
  /** Empty for Apple, whose secrets are made from `apple`. */
  clientSecret: Type.String(),
  apple: Type.Union([
    Type.Null(),
    Type.Object({ teamId: Type.String(), keyId: Type.String(), privateKey: Type.String() }),
  ]),
  label: Type.String(),
  newAccounts: Type.Boolean(),
  trustsEmail: Type.Boolean(),
  secondFactor: Type.Enum(['ours', 'theirs']),
});

export type ProviderSettings = Static<typeof provider>;

export const providers = (description: string) =>
  Type.Array(provider, about('providers', [], description, { secret: true }));

/** All keys of a schema in order, including those in sections. */
export function listKeys(schema: TObject, path: readonly string[] = []): Key[] {
  return Object.entries(schema.properties).flatMap(([property, child]) => {
    const here = [...path, property];
    if (Type.IsObject(child)) return listKeys(child, here);
    const { latchkey } = child as TSchema & { latchkey: About & { kind: Kind } };
    return [{ name: here.join('.'), path: here, variable: variableOf(here), schema: child, ...latchkey }];
  });
}

const variableOf = (path: readonly string[]): string =>
  ['latchkey', ...path].map((part) => part.replace(/[A-Z]/g, '_$&').toUpperCase()).join('_');
