import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInsomniaCollection } from '../../scripts/generate/insomnia.ts';
import { CookieJar } from '../support/cookie-jar.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

/** What Insomnia 10 and earlier import, as far as it is looked at here. */
interface Resource {
  readonly _id: string;
  readonly _type: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly metaSortKey: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: { readonly mimeType?: string; readonly text?: string };
  readonly authentication: { readonly type?: string; readonly token?: string };
  readonly afterResponseScript: string;
}

const collection = readInsomniaCollection();
const older = JSON.parse(readFileSync('examples/insomnia-v4.json', 'utf8')) as {
  readonly _type: string;
  readonly __export_format: number;
  readonly resources: readonly Resource[];
};

/** As Insomnia shows and runs them. */
const inOrder = <One extends { meta: { sortKey: number } }>(list: readonly One[]) =>
  list.toSorted((one, other) => one.meta.sortKey - other.meta.sortKey);
const requests = inOrder(collection.collection).flatMap(({ children }) => inOrder(children));

let latchkey: RunningServer;
beforeAll(async () => {
  latchkey = await startLatchkey();
});
afterAll(() => latchkey?.stop());

/** The status that a request's script expects. */
const statusOf = (script: string) => Number(/response\.code\)\.to\.equal\((\d{3})\)/.exec(script)?.[1]);

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

test('it holds every request of the API but those of administrators, and none that is not there', async () => {
  const answer = await fetch(`${latchkey.url}/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
  const api = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '*')}`),
  );
  // An administrator signs in with a second factor, which no collection answers by itself.
  const ofPeople = api.filter((request) => !/ \/api\/(admin\/|setup$)/.test(request));
  const sent = requests
    .map(({ method, url }) => `${method} ${url.replace('{{ _.base_url }}', '')}`)
    .filter((request) => request.includes(' /api/'))
    .map((request) => request.replace(/\{\{ _\.\w+ \}\}|(?:att|idn)_\w+|github$/, '*'));
  expect([...new Set(sent)].toSorted()).toEqual(ofPeople.toSorted());
});

const olderOf = (type: string) => older.resources.filter((resource) => resource._type === type);

test('the file for older versions has the same requests in the same folders, which all lie in one workspace', () => {
  expect([older._type, older.__export_format]).toEqual(['export', 4]);
  const workspaces = olderOf('workspace').map(({ _id }) => _id);
  expect(workspaces).toEqual(['wrk_latchkey']);
  expect(olderOf('request_group').map(({ _id, parentId }) => [_id, parentId])).toEqual(
    collection.collection.map(({ meta }) => [meta.id, workspaces[0]]),
  );
  const said = (text = '') => text.replaceAll(/\{\{ _\.(?!base_url)\w+ \}\}|\{% .*? %\}/g, 'from an answer');
  const newer = collection.collection.flatMap(({ meta: { id: folder }, children }) =>
    children.map(({ name, meta, method, url, headers = [], body = {}, authentication, scripts }) => ({
      ...{ folder, id: meta.id, sortKey: meta.sortKey, name, method, url: said(url), body },
      headers: headers.map((header) => [header.name, said(header.value)]),
      token: said(authentication?.token),
      status: statusOf(scripts.afterResponse),
    })),
  );
  expect(
    olderOf('request').map(({ _id, parentId, metaSortKey, authentication, afterResponseScript, ...one }) => ({
      ...{ folder: parentId, id: _id, sortKey: metaSortKey, name: one.name, method: one.method },
      ...{ url: said(one.url), body: one.body },
      headers: one.headers.map((header) => [header.name, said(header.value)]),
      token: said(authentication.token),
      status: statusOf(afterResponseScript),
    })),
  ).toEqual(newer);
});

test('in an older version, which runs no scripts, it runs from top to bottom as well', async () => {
  const cookies = new CookieJar();
  const answers = new Map<string, { headers: Headers; body: string }>();
  /** The part of an answer that one of Insomnia's template tags names: a header, or members of a JSON body. */
  const taken = (_: string, part: string, id: string, encoded: string): string => {
    const filter = Buffer.from(encoded, 'base64').toString();
    const answer = answers.get(id);
    if (part === 'header') return answer?.headers.get(filter) ?? '';
    const path = filter.split('.').slice(1);
    return String(path.reduce((value, member) => value[member], JSON.parse(answer?.body ?? '{}')));
  };
  const filled = (text = '') =>
    text
      .replaceAll('{{ _.base_url }}', latchkey.url)
      .replaceAll(/\{% response '(\w+)', '(\w+)', 'b64::([\w=]+)::46b', 'never', 60 %\}/g, taken);
  const statuses: [string, number][] = [];
  const ordered = olderOf('request_group')
    .toSorted((one, other) => one.metaSortKey - other.metaSortKey)
    .flatMap(({ _id }) =>
      olderOf('request')
        .filter(({ parentId }) => parentId === _id)
        .toSorted((one, other) => one.metaSortKey - other.metaSortKey),
    );
  for (const { _id, name, method, url, headers, body, authentication } of ordered) {
    const sent = new Headers(headers.map((header) => [header.name, filled(header.value)]));
    if (authentication.token) sent.set('authorization', `Bearer ${filled(authentication.token)}`);
    if (cookies.header) sent.set('cookie', cookies.header);
    const answer = await fetch(filled(url), { method, headers: sent, body: body.text ?? null });
    cookies.take(answer);
    answers.set(_id, { headers: answer.headers, body: await answer.text() });
    statuses.push([name, answer.status]);
  }
  expect(statuses).toEqual(
    ordered.map(({ name, afterResponseScript }) => [name, statusOf(afterResponseScript)]),
  );
});
