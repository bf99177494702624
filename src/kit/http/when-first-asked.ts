import { AjvCompiler } from '@fastify/ajv-compiler';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';

type Validators = ReturnType<typeof AjvCompiler>;
type Serializers = ReturnType<typeof SerializerSelector>;
type Validator = ReturnType<ReturnType<Validators>>;
type Serializer = ReturnType<ReturnType<Serializers>>;

/** Fastify's own, which it would ask for the checks and writers of all routes before it listens. */
const validators: Validators = AjvCompiler();
const serializers: Serializers = SerializerSelector();

/** Every refusal is written by the same schema, and all servers of a process answer by the same ones. */
const written = new Map<string, Serializer>();

/**
 * Compilers of schemas for Fastify, put off: the check of a route's input and the writing of its answer are compiled
 * when the route is first asked. All at once they took a quarter of a start; one takes a few milliseconds. What writes
 * answers is compiled once for all routes that have the same schema.
 */
export const compilersWhenFirstAsked: { buildValidator: Validators; buildSerializer: Serializers } = {
  buildValidator(schemas, options) {
    const compile = validators(schemas, options);
    return (definition) => {
      let compiled: Validator | undefined;
      const check = (value: unknown) => {
        compiled ??= compile(definition);
        const verdict = compiled(value);
        check.errors = compiled.errors;
        return verdict;
      };
      // Where Fastify looks for what is wrong, after a verdict of `false`.
      check.errors = undefined as Validator['errors'];
      return check as Validator;
    };
  },
  buildSerializer(schemas, options) {
    const compile = serializers(schemas, options);
    return (definition) => {
      let write: Serializer | undefined;
      return (answer) => {
        write ??= getOrCompile(JSON.stringify([schemas, options, definition.schema]), () =>
          writerOf(definition.schema as JsonSchema, (schema) => compile({ ...definition, schema })),
        );
        return write(answer);
      };
    };
  },
};

function getOrCompile(key: string, compile: () => Serializer): Serializer {
  const known = written.get(key);
  if (known) return known;
  const compiled = compile();
  written.set(key, compiled);
  return compiled;
}

interface JsonSchema {
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>;
}

/**
 * Writes an answer that is one of several objects by the one that its tag names. The library would check each answer against one
 * after the other, and has 50 ms of compiling for that.
 */
function writerOf(schema: JsonSchema, compile: (schema: JsonSchema) => Serializer): Serializer {
  const { anyOf = [] } = schema;
  const tag = tagOf(anyOf);
  if (tag === undefined) return compile(schema);
  const writers = new Map(
    anyOf.map((one) => {
      let write: Serializer | undefined;
      const whenFirst = (answer: unknown) => {
        write ??= compile(one);
        return write(answer);
      };
      return [one.properties?.[tag]?.const, whenFirst];
    }),
  );
  return (answer) => {
    const write = writers.get((answer as Readonly<Record<string, unknown>>)[tag]);
    if (!write) throw new TypeError(`No schema of the answer has this ${tag}.`);
    return write(answer);
  };
}

/** The property by whose value alone each of several objects is known; undefined without one. */
function tagOf(anyOf: readonly JsonSchema[]): string | undefined {
  return Object.keys(anyOf[0]?.properties ?? {}).find((name) => {
    const values = anyOf.map(({ properties }) => properties?.[name]?.const);
    return !values.includes(undefined) && new Set(values).size === values.length;
  });
}
