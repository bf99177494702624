import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonValue } from '../../kit/json.ts';
import { type ProblemPlace, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { dataRefused } from './problems.ts';

/** Holds every document that comes in to the JSON Schema of the configuration, if there is one. */
export interface DataSchema {
  /** Throws `data-refused` with the places that do not fit; `place` is put before their pointers. */
  require(value: JsonValue, place: string): void;
  /** The places that do not fit; empty when all is well. */
  check(value: JsonValue): readonly ProblemPlace[];
}

/** Throws an Error that says what is wrong when the schema itself is none. */
export function compileDataSchema(schema: Record<string, unknown> | null): DataSchema {
  const check = schema === null ? () => [] : compile(schema);
  return {
    check,
    require(value, place) {
      const errors = check(value).map((error) => ({ ...error, pointer: place + error.pointer }));
      if (errors.length > 0) {
        throw problem(
          dataRefused,
          (words) => words.accounts.documents.misfit(errors[0]?.detail(words) ?? ''),
          {
            errors,
          },
        );
      }
    },
  };
}

function compile(schema: Record<string, unknown>): DataSchema['check'] {
  const ajv = new Ajv2020({ allErrors: false, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, keyword, message, params }) => {
      const detail: Say = ({ http: { places, rules } }) => {
        const rule = keyword === 'type' ? rules.type(String(params.type)) : message;
        return places.broken(instancePath, rule ?? rules.other);
      };
      return { pointer: instancePath, code: keyword, detail };
    });
  };
}
