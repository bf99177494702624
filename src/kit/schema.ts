import type TypeBox from 'typebox';
import type { TSchema } from 'typebox';

export type { Static } from 'typebox';

type Options = Readonly<Record<string, unknown>> | undefined;
type Schema = Readonly<Record<string, unknown>>;

const optional = Symbol('optional');

const isOptional = (schema: Schema): boolean => optional in schema;

function object(properties: Readonly<Record<string, Schema>>, options: Options): Schema {
  const required = Object.keys(properties).filter((name) => !isOptional(properties[name] ?? {}));
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options };
}

const builders = {
  Array: (items: Schema, options: Options) => ({ type: 'array', items, ...options }),
  Boolean: (options: Options) => ({ type: 'boolean', ...options }),
  Enum: (values: readonly unknown[], options: Options) => ({ enum: values, ...options }),
  Integer: (options: Options) => ({ type: 'integer', ...options }),
  IsObject: (schema: Schema) => schema.type === 'object' && 'properties' in schema,
  Number: (options: Options) => ({ type: 'number', ...options }),
  Literal: (value: unknown, options: Options) => ({ type: typeof value, const: value, ...options }),
  Null: (options: Options) => ({ type: 'null', ...options }),
  Object: object,
  Optional: (schema: Schema) => ({ ...schema, [optional]: true }),
  Record: (_key: Schema, value: Schema, options: Options) => ({
    type: 'object',
    patternProperties: { '^.*$': value },
    ...options,
  }),
  String: (options: Options) => ({ type: 'string', ...options }),
  Union: (anyOf: readonly Schema[], options: Options) => ({ anyOf, ...options }),
  Unknown: (options: Options) => ({ ...options }),
  Unsafe: (schema: Schema) => ({ ...schema }),
};

/**
 * TypeBox's builders, by its types and with its results, as far as they are used here. TypeBox itself is not
 * loaded: that took 70 ms of each start and 11 MB for good. A test compares what both of them build.
 */
export const Type = builders as unknown as Pick<typeof TypeBox, keyof typeof builders>;

const shown = Symbol('shown');

/**
 * The same schema, which the API's description tells in full as `fuller`. What is written or checked by it stays as cheap
 * as it is: nothing but the description knows the rest.
 */
export function describedAs<S extends TSchema>(schema: S, fuller: TSchema): S {
  return { ...schema, [shown]: fuller };
}

/** What the API's description tells of a schema. */
export function shownSchema(schema: object): Schema {
  return (schema as { readonly [shown]?: Schema })[shown] ?? (schema as Schema);
}
