import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Type } from '../schema.ts';
import { compilersWhenFirstAsked } from './when-first-asked.ts';

const done = Type.Object({ status: Type.Literal('done'), name: Type.String() });
const more = Type.Object({ status: Type.Literal('more'), next: Type.Array(Type.String()) });

/** One server for answers that are one of several objects: with a tag that tells them apart, and without. */
const app = Fastify({ schemaController: { compilersFactory: compilersWhenFirstAsked } });
let answer: unknown;
const asked = async (path: string, next: unknown) => {
  answer = next;
  return app.inject(path);
};

beforeAll(async () => {
  app.get('/tagged', { schema: { response: { 200: Type.Union([done, more]) } } }, async () => answer);
  const untagged = Type.Union([Type.Object({ a: Type.String() }), Type.Object({ b: Type.Number() })]);
  app.get('/untagged', { schema: { response: { 200: untagged } } }, async () => answer);
  await app.ready();
});
afterAll(() => app.close());

describe('an answer that is one of several objects', () => {
  test('is written by the schema that its tag names, without what that does not have', async () => {
    const first = await asked('/tagged', { status: 'done', name: 'ada', next: ['x'], hash: 'secret' });
    expect(first.body).toBe('{"status":"done","name":"ada"}');
    const second = await asked('/tagged', { status: 'more', next: ['code'], name: 'ada' });
    expect(second.body).toBe('{"status":"more","next":["code"]}');
  });

  test('is refused where no schema has its tag, or it has none', async () => {
    for (const status of ['lost', undefined]) {
      const { statusCode, body } = await asked('/tagged', { status, name: 'ada', hash: 'secret' });
      expect(statusCode).toBe(500);
      expect(body).not.toContain('secret');
    }
  });

  test('is checked against each in turn where nothing tells them apart', async () => {
    expect((await asked('/untagged', { b: 1 })).body).toBe('{"b":1}');
    expect((await asked('/untagged', { a: 'x' })).body).toBe('{"a":"x"}');
  });
});
