import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { capture } from './captured.ts';

const question = { method: 'GET', url: '/', headers: {}, body: '' };

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

test('a listener sees method, address, headers and body, and its answer comes as it was given', async () => {
  const body = `a=${'ü'.repeat(50_000)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: 'a=1; b=2' };
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url } = request;
    response.statusCode = 201;
    response.setHeader('Set-Cookie', ['one=1', 'two=2']);
    response.setHeader('X-Seen', `${method} ${url} ${request.headers.cookie}`);
    response.end(await textOf(request));
  };
  const answer = await capture(listener, { method: 'POST', url: '/here?is=it', headers, body });
  expect(answer).toEqual({
    status: 201,
    headers: expect.objectContaining({
      'set-cookie': ['one=1', 'two=2'],
      'x-seen': 'POST /here?is=it a=1; b=2',
    }),
    body,
  });
});

test('one without a body has none, and an answer without one is empty', async () => {
  let seen: string | undefined;
  const answer = await capture(async (request, response) => {
    seen = await textOf(request);
    response.statusCode = 204;
    response.end();
  }, question);
  expect([seen, answer.status, answer.body]).toEqual(['', 204, '']);
});

test('bytes stay bytes, and no line can be added to the headers', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xc3]);
  const answer = await capture((_request, response) => {
    expect(() => response.setHeader('location', 'https://a.example/\r\nset-cookie: b=1')).toThrow(TypeError);
    response.end(bytes);
  }, question);
  expect(answer.body).toEqual(bytes);
});
