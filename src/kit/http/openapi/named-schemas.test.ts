import { expect, test } from 'vitest';
import { describedAs, Type } from '../../schema.ts';
import { NamedSchemas } from './named-schemas.ts';

const person = Type.Object({ name: Type.String() }, { title: 'Person' });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test('a schema with a title stands once, by its name, wherever it is met', () => {
  const schemas = new NamedSchemas();
  const pair = Type.Object({ one: person, others: Type.Array(Type.Optional(person)) }, { title: 'Pair' });
  expect(schemas.describe(pair)).toEqual(ref('Pair'));
  expect(schemas.describe(person)).toEqual(ref('Person'));
  expect(schemas.components).toEqual({
    Pair: {
      type: 'object',
      required: ['one', 'others'],
      properties: { one: ref('Person'), others: { type: 'array', items: ref('Person') } },
    },
    Person: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  });
});

test('two schemas of one title are refused', () => {
  const schemas = new NamedSchemas();
  schemas.describe(person);
  expect(() => schemas.describe(Type.Object({ age: Type.Integer() }, { title: 'Person' }))).toThrow('Person');
});

test('a property that is called "title" is a property', () => {
  const book = Type.Object({ title: Type.String() });
  expect(new NamedSchemas().describe(book)).toEqual({
    type: 'object',
    required: ['title'],
    properties: { title: { type: 'string' } },
  });
});

test('a choice of constants is an enumeration, and one of named objects says what tells them apart', () => {
  const schemas = new NamedSchemas();
  expect(schemas.describe(Type.Union([Type.Literal('a'), Type.Literal('b')]))).toEqual({
    type: 'string',
    enum: ['a', 'b'],
  });
  const cat = Type.Object({ kind: Type.Literal('cat') }, { title: 'Cat' });
  const dog = Type.Object({ kind: Type.Literal('dog') }, { title: 'Dog' });
  expect(schemas.describe(Type.Union([cat, dog]))).toEqual({
    oneOf: [ref('Cat'), ref('Dog')],
    discriminator: {
      propertyName: 'kind',
      mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
    },
  });
  expect(schemas.describe(Type.Union([cat, Type.Null()]))).toEqual({
    anyOf: [ref('Cat'), { type: 'null' }],
  });
});

test('a map has any keys, and a schema may be described more fully than it is checked', () => {
  const schemas = new NamedSchemas();
  expect(schemas.describe(Type.Record(Type.String(), Type.Unknown()))).toEqual({
    type: 'object',
    additionalProperties: {},
  });
  const short = Type.Object({ kind: Type.String() });
  const described = describedAs(short, person);
  expect(schemas.describe(Type.Optional(described))).toEqual(ref('Person'));
  expect(JSON.stringify(described)).toBe(JSON.stringify(short));
});
