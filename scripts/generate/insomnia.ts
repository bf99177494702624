import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A request of the collection, in Insomnia's format 5. */
interface InsomniaRequest {
  readonly name: string;
  readonly meta: { readonly id: string; readonly sortKey: number; readonly description?: string };
  readonly method: string;
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly body?: { readonly mimeType: string; readonly text: string };
  readonly authentication?: { readonly type: 'bearer'; readonly token: string };
  readonly scripts: { readonly afterResponse: string };
}

interface Part {
  readonly name: string;
  readonly meta: { readonly id: string; readonly sortKey: number; readonly description?: string };
}

/** The collection as examples/insomnia.yaml holds it. */
export interface InsomniaCollection extends Omit<Part, 'meta'> {
  readonly type: string;
  readonly meta: Omit<Part['meta'], 'sortKey'>;
  readonly collection: readonly (Part & { readonly children: readonly InsomniaRequest[] })[];
  readonly environments: Part & { readonly data: Readonly<Record<string, string>> };
  readonly cookieJar: Part;
}

/** Reads examples/insomnia.yaml. */
export function readInsomniaCollection(): InsomniaCollection {
  return parse(readFileSync('examples/insomnia.yaml', 'utf8')) as InsomniaCollection;
}

/**
 * examples/insomnia-v4.json: the same collection in the export format that Insomnia 10 and earlier read. Versions before 9.3
 * run no scripts, so what a script takes from an answer is a template tag there.
 */
export function makeInsomniaExport(): string {
  const { name, meta, collection, environments, cookieJar } = readInsomniaCollection();
  const requests = collection.flatMap(({ children }) => children);
  const tags = new Map(requests.flatMap(tagsOf));
  const workspace = meta.id;
  const filled = (text: string) =>
    text.replaceAll(/\{\{ _\.(\w+) \}\}/g, (variable, key: string) => tags.get(key) ?? variable);
  const data = Object.entries(environments.data).filter(([key]) => !tags.has(key));
  const resources = [
    resource('workspace', null, { name, meta }, { scope: 'collection' }),
    resource('environment', workspace, environments, { data: Object.fromEntries(data) }),
    resource('cookie_jar', workspace, cookieJar, { cookies: [] }),
    ...collection.flatMap(({ children, ...folder }) => [
      resource('request_group', workspace, folder, { environment: {} }),
      ...children.map((request) => {
        const { method, url, headers = [], body = {}, authentication, scripts } = request;
        return resource('request', folder.meta.id, request, {
          method,
          url: filled(url),
          headers: headers.map((header) => ({ ...header, value: filled(header.value) })),
          body,
          authentication: authentication ? { ...authentication, token: filled(authentication.token) } : {},
          parameters: [],
          afterResponseScript: scripts.afterResponse,
        });
      }),
    ]),
  ];
  const head = { _type: 'export', __export_format: 4, __export_source: 'latchkey' };
  return `${JSON.stringify({ ...head, resources }, null, 2)}\n`;
}

function resource(
  type: string,
  parentId: string | null,
  { name, meta: { id, description = '', sortKey } }: Omit<Part, 'meta'> & { meta: Partial<Part['meta']> },
  members: object,
) {
  const place = sortKey === undefined ? {} : { metaSortKey: sortKey };
  return { _id: id, _type: type, parentId, name, description, ...place, ...members };
}

/** What a request's script keeps of its answer, each as the tag that takes it from the newest answer to that request. */
function tagsOf({ meta: { id }, scripts: { afterResponse } }: InsomniaRequest): [string, string][] {
  const kept = afterResponse.matchAll(
    /environment\.set\('(\w+)', insomnia\.response\.(?:headers\.get\('([\w-]+)'\)|json\(\)([.\w]+))\);/g,
  );
  const tags = [...kept].map(([, key = '', header, path]): [string, string] => [
    key,
    header === undefined ? tag('body', id, `$${path}`) : tag('header', id, header),
  ]);
  const all = afterResponse.split('environment.set(').length - 1;
  if (tags.length !== all) throw new Error(`${id} keeps something in a form that no template tag has.`);
  return tags;
}

/** Insomnia's own tag for a part of an answer; it never sends the request by itself. */
function tag(part: 'body' | 'header', id: string, filter: string): string {
  const encoded = Buffer.from(filter).toString('base64');
  return `{% response '${part}', '${id}', 'b64::${encoded}::46b', 'never', 60 %}`;
}
