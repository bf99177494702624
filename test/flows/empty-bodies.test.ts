import { expect, test } from 'vitest';
import type { Route } from '../../src/kit/http/index.ts';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { rawBytes } from '../support/raw-request.ts';

const json = 'Content-Type: application/json\r\n';
const chunked = 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n';

/** Everything after the first lines of a request that has nothing in its body. */
const empty = {
  'no header at all': '\r\n',
  'a length of 0': 'Content-Length: 0\r\n\r\n',
  'an empty chunk': chunked,
  'a type': `${json}\r\n`,
  'a type and a length of 0': `${json}Content-Length: 0\r\n\r\n`,
  'a type and an empty chunk': `${json}${chunked}`,
  'a type in capitals': 'Content-Type: APPLICATION/JSON; charset=UTF-8\r\n\r\n',
  'a type that is empty': 'Content-Type:\r\nContent-Length: 0\r\n\r\n',
  'a type and blanks': `${json}Content-Length: 3\r\n\r\n \r\n`,
};

/** Those for other software read what the standards of that send, which are forms and no JSON. */
const changing = (app: TestApp): Route[] =>
  allRoutes(app.services, '0.0.0-test').filter(
    ({ kind, method, access }) => kind === 'api' && method !== 'GET' && access !== 'app',
  );

const needsBody = ({ body, mayLackBody }: Route) => body !== undefined && !mayLackBody;

eachApp('a request without a body', (open) => {
  async function requester(app: TestApp) {
    const url = await app.app.listen({ host: '127.0.0.1', port: 0 });
    let people = 0;
    return async ({ method, path }: Route, rest: string) => {
      const browser = app.browser({ address: `10.2.${Math.floor(people / 200)}.${people++ % 200}` });
      await browser.register(freshName(), goodPassword);
      const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ');
      const start = `${method} ${path.replaceAll(/:\w+/g, 'nothing')} HTTP/1.1\r\nHost: localhost\r\n`;
      const answer = await rawBytes(url, `${start}Connection: close\r\nCookie: ${cookie}\r\n${rest}`, 5000);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      return { status: Number(head.split(' ')[1]), detail: /"detail":"([^"]*)"/.exec(body)?.[1] };
    };
  }

  test('is answered alike with and without a content type, by every route that needs none', async () => {
    const app = await open();
    const ask = await requester(app);
    const routes = changing(app).filter((route) => !needsBody(route));
    expect(routes.length).toBeGreaterThan(8);
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      const plain = await ask(route, empty['no header at all']);
      expect([400, 415, 500], name).not.toContain(plain.status);
      for (const [how, rest] of Object.entries(empty))
        expect(await ask(route, rest), `${name} with ${how}`).toEqual(plain);
    }
  });

  test('V2.2.1 is refused in the same words by every route that needs one', async () => {
    const app = await open();
    const ask = await requester(app);
    const routes = changing(app).filter(needsBody);
    expect(routes.length).toBeGreaterThan(8);
    for (const route of routes) {
      for (const [how, rest] of Object.entries(empty))
        expect(await ask(route, rest), `${route.method} ${route.path} with ${how}`).toEqual({
          status: 400,
          detail: 'The body is empty. Send a JSON object.',
        });
    }
  });

  test('V4.1.1 that has no type but a body, or a body in a coding, is 415 and says which coding is read', async () => {
    const app = await open();
    for (const { method, path } of changing(app)) {
      const url = path.replaceAll(/:\w+/g, 'nothing');
      const send = (headers: Record<string, string>) =>
        app.browser().send(method, url, undefined, { raw: '{}', headers });
      for (const coding of ['gzip', 'br', 'GZIP', 'identity, gzip', 'aws-chunked', 'x']) {
        const answer = await send({ 'content-encoding': coding });
        expect([answer.status, answer.headers['accept-encoding']], `${method} ${url} ${coding}`).toEqual([
          415,
          'identity',
        ]);
      }
      for (const coding of ['identity', 'Identity', ''])
        expect((await send({ 'content-encoding': coding })).status, `${method} ${url} ${coding}`).not.toBe(
          415,
        );
      const untyped = await app.app.inject({ method, url, payload: Buffer.from('{}') });
      expect(untyped.statusCode, `${method} ${url}`).toBe(415);
    }
  });
});
