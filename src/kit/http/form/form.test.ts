import { afterAll, expect, expectTypeOf, test } from 'vitest';
import { english } from '../../../words.ts';
import { createLogger } from '../../log.ts';
import type { Problem } from '../../problem.ts';
import { Type } from '../../schema.ts';
import { problemBody } from '../answer-problem.ts';
import { formType } from '../body.ts';
import { mountRoutes } from '../mount.ts';
import { type Route, route } from '../route.ts';
import { createHttpServer } from '../server.ts';
import { buttonOf, formBy, formOf } from './form.ts';

const fields = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 3 }),
    note: Type.Optional(Type.String({ minLength: 2 })),
    isKept: Type.Optional(Type.Boolean()),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
    tags: Type.Optional(Type.Array(Type.String({ maxLength: 3 }), { maxItems: 3 })),
  },
  { additionalProperties: false },
);
const other = Type.Object({ note: Type.String({ minLength: 2 }) }, { additionalProperties: false });

const page = { method: 'POST', kind: 'page', access: 'anyone' } as const;
const twin = 'POST /api/things';
const show = (form: unknown, extra: unknown) => JSON.stringify({ form, extra });
const errorsOf = (refusal: Problem) => {
  const { errors } = problemBody(refusal, { baseUrl: '', words: english, requestId: '' });
  return { errors };
};
const again = ({ refusal, typed }: { refusal: Problem; typed(field: string): string }) =>
  JSON.stringify({ ...errorsOf(refusal), typed: typed('name') });

const app = createHttpServer({
  baseUrl: 'https://login.example.com',
  words: english,
  trustedProxies: [],
  isAllowedOrigin: () => false,
  isKnownHost: () => true,
  log: createLogger({ level: 'info', format: 'json', write: () => {} }),
  timeouts: { requestTimeout: 2500, headersTimeout: 1200, keepAliveTimeout: 1200 },
  database: { troubleOf: () => undefined, isUnstorable: () => false },
  sendProblemPage: (_request, reply, refusal) =>
    reply.code(refusal.status).send(JSON.stringify(errorsOf(refusal))),
});
mountRoutes(
  app,
  [
    route({
      method: 'POST',
      path: '/api/things',
      kind: 'api',
      access: 'anyone',
      body: fields,
      handle: ({ body }) => body,
    }),
    route({
      ...page,
      path: '/things',
      form: formOf(twin, fields),
      extra: ['next'],
      handle: ({ form, extra }) => show(form, extra),
      refused: ({ refusal, typed, reply }) => reply.code(refusal.status).send(again({ refusal, typed })),
    }),
    route({
      ...page,
      path: '/one-of-two',
      form: formBy('act', { all: formOf(twin, fields), note: formOf(twin, other) }),
      extra: ['act'],
      handle: ({ form, extra }) => show(form, extra),
    }),
    route({
      ...page,
      path: '/ticked',
      form: formOf(twin, Type.Object({ ticked: Type.Array(Type.String()) })),
      handle: ({ form, extra }) => show(form, extra),
    }),
    route({ ...page, path: '/button', form: buttonOf(twin), handle: ({ form, extra }) => show(form, extra) }),
    route({
      ...page,
      path: '/alone',
      noTwin: 'It is a test.',
      extra: ['name'],
      handle: ({ form, extra }) => show(form, extra),
    }),
  ],
  {
    identify: async () => null,
    authorize: async () => undefined,
    impersonation: () => null,
    keyOf: () => null,
    ownerOf: () => '',
    refuseStranger: () => undefined,
  },
);
afterAll(() => app.close());

async function submit(url: string, payload: string) {
  const answer = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': formType } });
  return { status: answer.statusCode, body: JSON.parse(answer.payload) as Record<string, unknown> };
}

test.each([
  ['name=abc', { name: 'abc' }],
  ['name=+a+&next=x', { name: ' a ' }, 'x'],
  ['name=%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80', { name: '😀😀😀' }],
  ['name=a&note=&isKept=on', { name: 'a', isKept: true }],
  ['name=a&note=no&unknown=1', { name: 'a', note: 'no' }],
  ['name=a&tags=x', { name: 'a', tags: ['x'] }],
  ['name=a&tags=x&tags=y', { name: 'a', tags: ['x', 'y'] }],
  ['name=a&tags=+x+%0D%0A%0D%0Ay', { name: 'a', tags: ['x', 'y'] }],
  ['name=a&tags=', { name: 'a' }],
  ['name=a&days=7', { name: 'a', days: 7 }],
])('%s is read as it was typed', async (payload, form, next = '') => {
  expect(await submit('/things', payload)).toEqual({ status: 200, body: { form, extra: { next } } });
});

test.each([
  ['next=x', {}],
  ['name=', { name: '' }],
  ['name=abcd', { name: 'abcd' }],
  ['name=a&note=x', { name: 'a', note: 'x' }],
  ['name=a&isKept=yes', { name: 'a', isKept: 'yes' }],
  ['name=abcd&note=x&isKept=yes', { name: 'abcd', note: 'x', isKept: 'yes' }],
  ['__proto__=a&constructor=b', {}],
  ['name=a&tags=1&tags=2&tags=3&tags=4', { name: 'a', tags: ['1', '2', '3', '4'] }],
  ['name=a&days=x', { name: 'a', days: 'x' }],
  ['name=a&days=10', { name: 'a', days: 10 }],
  ['name=a&tags=long', { name: 'a', tags: ['long'] }],
])('%j is refused as its twin refuses %j, and shown again', async (payload, body) => {
  const { errors } = (await app.inject({ method: 'POST', url: '/api/things', payload: body })).json();
  expect(errors.length).toBeGreaterThan(0);
  const typed = 'name' in body ? body.name : '';
  expect(await submit('/things', payload)).toEqual({ status: 400, body: { errors, typed } });
});

test('of several forms at one address, the one that a field names is meant', async () => {
  expect((await submit('/one-of-two', 'act=all&name=a&note=no')).body.form).toEqual({
    name: 'a',
    note: 'no',
  });
  const { body } = await submit('/one-of-two', 'act=note&name=a&note=no');
  expect(body).toEqual({ form: { note: 'no' }, extra: { act: 'note' } });
  for (const payload of ['name=a', 'act=&name=a', 'act=toString&name=a', 'act=__proto__&name=a'])
    expect(await submit('/one-of-two', payload), payload).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/act', code: 'enum' }] },
    });
});

test('only a list comes more than once, and one that has to be there is empty when nothing of it is ticked', async () => {
  expect(await submit('/things', 'name=a&name=b&tags=x&tags=y')).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/name', code: 'duplicate' }] },
  });
  expect((await submit('/ticked', '')).body.form).toEqual({ ticked: [] });
});

test('a button sends nothing, and a form without a twin what it declares', async () => {
  expect((await submit('/button', 'name=a')).body).toEqual({ form: {}, extra: {} });
  expect((await submit('/alone', 'name=a&note=b')).body).toEqual({ extra: { name: 'a' } });
});

test('a form that declares neither its twin nor why it has none does not compile', () => {
  type Declared<K extends 'page' | 'api', M extends 'GET' | 'POST'> = Parameters<
    typeof route<'anyone', K, M>
  >[0];
  interface Facts {
    readonly path: string;
    readonly access: 'anyone';
    handle(): string;
  }
  type Post = Facts & { readonly kind: 'page'; readonly method: 'POST' };
  expectTypeOf<Post>().not.toExtend<Declared<'page', 'POST'>>();
  expectTypeOf<Post & { readonly noTwin: string }>().toExtend<Declared<'page', 'POST'>>();
  expectTypeOf<Facts & { readonly kind: 'page'; readonly method: 'GET' }>().toExtend<
    Declared<'page', 'GET'>
  >();
  expectTypeOf<Facts & { readonly kind: 'api'; readonly method: 'POST' }>().toExtend<
    Declared<'api', 'POST'>
  >();
  const declared: Route = route({ ...page, path: '/x', form: buttonOf(twin), handle: () => '' });
  expect(declared.form).toEqual({ twin, schema: { type: 'object', properties: {} } });
});
