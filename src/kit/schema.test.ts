import TypeBox from 'typebox';
import { expect, test } from 'vitest';
import { Type } from './schema.ts';

/** One schema that uses every builder, in each way in which they are used. */
const build = (T: Pick<typeof TypeBox, keyof typeof Type>) =>
  T.Object(
    {
      text: T.String({ minLength: 1, description: 'a text' }),
      choice: T.Enum(['one', 'two'], { default: 'one' }),
      either: T.Union([T.Literal('a'), T.Literal('b')], { description: 'a or b' }),
      fixed: T.Literal(1),
      list: T.Array(T.Integer({ minimum: 0 }), { maxItems: 3 }),
      anything: T.Optional(T.Unknown({ description: 'anything' })),
      flag: T.Optional(T.Boolean()),
      map: T.Record(T.String(), T.Unknown()),
      nothing: T.Null(),
      raw: T.Unsafe<string | null>({ type: ['string', 'null'] }),
      inner: T.Optional(T.Object({ only: T.Optional(T.String()) }, { additionalProperties: false })),
    },
    { title: 'Everything' },
  );

test('each builder makes the schema that TypeBox makes', () => {
  expect(JSON.parse(JSON.stringify(build(Type)))).toEqual(JSON.parse(JSON.stringify(build(TypeBox))));
});

test('an object is told from a map and from a text, as TypeBox tells them', () => {
  expect(Type.IsObject(Type.Object({}))).toBe(true);
  expect(Type.IsObject(Type.Record(Type.String(), Type.Unknown()))).toBe(false);
  expect(Type.IsObject(Type.String())).toBe(false);
});
