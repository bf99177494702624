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
          compile(definition),
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
