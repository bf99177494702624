import { AjvCompiler } from '@fastify/ajv-compiler';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';

type Validators = ReturnType<typeof AjvCompiler>;
type Serializers = ReturnType<typeof SerializerSelector>;
type Validator = ReturnType<ReturnType<Validators>>;

/** Fastify's own, which it would ask for the checks and writers of all routes before it listens. */
const validators: Validators = AjvCompiler();
const serializers: Serializers = SerializerSelector();

/**
 * Compilers of schemas for Fastify, put off: the check of a route's input and the writing of its answer are compiled
 * when the route is first asked. All at once they took a quarter of a start; one takes a few milliseconds.
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
      let write: ReturnType<typeof compile> | undefined;
      return (answer) => {
        write ??= compile(definition);
        return write(answer);
      };
    };
  },
};
