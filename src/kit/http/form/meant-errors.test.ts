import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { Type } from '../../schema.ts';
import { meantErrors, type SchemaError } from './meant-errors.ts';

const strict = { additionalProperties: false };
const schema = Type.Union([
  Type.Object({}, strict),
  Type.Object({ password: Type.String() }, strict),
  Type.Object({ factor: Type.Literal('app'), code: Type.String() }, strict),
  Type.Object({ factor: Type.Literal('key'), response: Type.Object({ id: Type.String() }) }, strict),
  Type.Object({ factor: Type.Literal('email'), code: Type.Optional(Type.String()) }, strict),
]);
const validate = new Ajv({ allErrors: true }).compile(schema);

function told(body: unknown): string[] {
  expect(validate(body)).toBe(false);
  return meantErrors(validate.errors as SchemaError[]).map(({ keyword, instancePath, params }) => {
    const name = params.missingProperty ?? params.additionalProperty ?? params.allowedValue ?? '';
    return `${keyword} ${instancePath}${name === '' ? '' : ` ${name}`}`;
  });
}

test.each([
  [{ factor: 'app', code: 5 }, ['type /code']],
  [{ factor: 'email', code: 5 }, ['type /code']],
  [{ factor: 'app' }, ['required  code']],
  [{ factor: 'key', response: { id: 5 } }, ['type /response/id']],
  [{ factor: 'app', code: '1', password: 'x' }, ['additionalProperties  password']],
  [{ factor: 'email', response: 1 }, ['additionalProperties  response']],
  [{ factor: 'pin', code: '1' }, ['const /factor app', 'const /factor key', 'const /factor email']],
  [{ password: 5 }, ['type /password']],
  [{ pass: 'x' }, ['additionalProperties  pass']],
  [5, ['type ']],
])('of %j only what was meant is told', (body, expected) => {
  expect(told(body)).toEqual(expected);
});

test('a body that is no union is told as it is', () => {
  const one = new Ajv({ allErrors: true }).compile(
    Type.Object({ choice: Type.Union([Type.Literal(1), Type.Literal(2)]) }),
  );
  expect(one({ choice: 3 })).toBe(false);
  const errors = one.errors as SchemaError[];
  expect(meantErrors(errors)).toBe(errors);
});
