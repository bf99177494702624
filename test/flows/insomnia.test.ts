import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CookieJar } from '../support/cookie-jar.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

interface InsomniaRequest {
  readonly name: string;
  readonly meta: { readonly id: string; readonly sortKey: number };
  readonly method: string;
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly body?: { readonly mimeType: string; readonly text: string };
  readonly authentication?: { readonly type: 'bearer'; readonly token: string };
  readonly scripts: { readonly afterResponse: string };
}

interface Folder {
  readonly name: string;
  readonly meta: { readonly id: string; readonly sortKey: number };
  readonly children: readonly InsomniaRequest[];
}

interface Collection {
  readonly type: string;
  readonly collection: readonly Folder[];
  readonly environments: { readonly data: Readonly<Record<string, string>> };
}

const collection = parse(readFileSync('examples/insomnia.yaml', 'utf8')) as Collection;

/** As Insomnia shows and runs them. */
const inOrder = <One extends { meta: { sortKey: number } }>(list: readonly One[]) =>
  list.toSorted((one, other) => one.meta.sortKey - other.meta.sortKey);
const requests = inOrder(collection.collection).flatMap(({ children }) => inOrder(children));

let latchkey: RunningServer;
beforeAll(async () => {
  latchkey = await startLatchkey();
});
afterAll(() => latchkey?.stop());

/** One pass from top to bottom, with an environment and a cookie jar as Insomnia keeps them. */
async function sendAll(): Promise<string[]> {
  const environment = new Map(Object.entries({ ...collection.environments.data, base_url: latchkey.url }));
  const cookies = new CookieJar();
  const failures: string[] = [];
  const filled = (text: string) =>
    text.replaceAll(/\{\{ _\.(\w+) \}\}/g, (_, name: string) => environment.get(name) ?? `no ${name}`);

  for (const { name, method, url, headers = [], body, authentication, scripts } of requests) {
    const sent = new Headers(headers.map((header) => [header.name, filled(header.value)]));
    if (authentication) sent.set('authorization', `Bearer ${filled(authentication.token)}`);
    if (cookies.header) sent.set('cookie', cookies.header);
    const response = await fetch(filled(url), {
      method,
      headers: sent,
      body: body ? filled(body.text) : null,
    });
    cookies.take(response);
    const text = await response.text();
    runInNewContext(scripts.afterResponse, {
      insomnia: {
        environment,
        expect,
        response: {
          code: response.status,
          headers: response.headers,
          text: () => text,
          json: () => JSON.parse(text),
        },
        test(what: string, check: () => void) {
          try {
            check();
          } catch (error) {
            failures.push(`${name} (${method} ${url}) ${what}: ${error}\n${text}`);
          }
        },
      },
    });
  }
  return failures;
}

test('the collection runs from top to bottom, each answer as it says, and again', async () => {
  expect(await sendAll()).toEqual([]);
  expect(await sendAll()).toEqual([]);
});

test('every request says which status it expects', () => {
  const silent = requests.filter(
    ({ scripts }) => !/response\.code\)\.to\.equal\(\d{3}\)/.test(scripts.afterResponse),
  );
  expect(silent).toEqual([]);
});

test('it is of the version that Insomnia imports, with an id of its own for each part', () => {
  expect(collection.type).toBe('collection.insomnia.rest/5.0');
  const ids = [...collection.collection, ...requests].map(({ meta }) => meta.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^(fld|req)_\w+$/.test(id))).toEqual([]);
});

test('it holds every request of the API, and none that is not there', async () => {
  const answer = await fetch(`${latchkey.url}/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
  const api = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '*')}`),
  );
  const sent = requests
    .map(({ method, url }) => `${method} ${url.replace('{{ _.base_url }}', '')}`)
    .filter((request) => request.includes(' /api/'))
    .map((request) => request.replace(/\{\{ _\.\w+ \}\}|att_\w+/, '*'));
  expect([...new Set(sent)].toSorted()).toEqual(api.toSorted());
});
