import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changesAsDouble, escapePointer, placeOf, scanJson } from '../json.ts';
import { type Problem, problem } from '../problem.ts';
import type { Say } from '../words/index.ts';
import { readFormData } from './form/form-data.ts';
import { invalidRequest, unsupportedMediaType } from './problems.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    rawBody?: boolean;
    /** Whether the route needs a body. */
    takesBody?: boolean;
    /** Whether it does without one, as with `{}`. */
    mayLackBody?: boolean;
    /** The media types that its body may have. */
    bodyTypes?: readonly string[];
    /** The fields of its form that may come more than once. */
    lists?: ReadonlySet<string> | undefined;
  }
  interface FastifyRequest {
    /** The name of a field that a form has more than once; the first value is in the body. */
    doubledField?: string;
  }
}

export const jsonType = 'application/json';
export const mergePatchType = 'application/merge-patch+json';
export const formType = 'application/x-www-form-urlencoded';

/**
 * Bodies are JSON or form data in UTF-8. An empty body is no body, whatever its headers say: clients send
 * `Content-Type: application/json` with every request, and proxies send an empty one in chunks.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    [jsonType, mergePatchType],
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      const text = decode(bytes);
      if (text.trim() === '') return undefined;
      return request.routeOptions.config.rawBody ? text : parseJson(text);
    },
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    if (bytes.length > 0) throw unsupported(request.routeOptions.config.bodyTypes ?? []);
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const { takesBody, mayLackBody } = request.routeOptions.config;
    const isMissing = takesBody === true && request.body === undefined;
    if (isMissing && mayLackBody) request.body = {};
    else if (isMissing)
      return done(problem(invalidRequest, ({ http }) => http.emptyBody, { cause: 'empty-body' }));
    // Only now, when the body is there: what was typed into the other fields is given back.
    const { doubledField: name } = request;
    done(name === undefined ? undefined : givenTwice(name, `/${escapePointer(name)}`));
  });
  app.addContentTypeParser(
    formType,
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      const text = decode(bytes);
      return request.routeOptions.config.rawBody ? text : readFields(text, request);
    },
  );
}

/** Refuses a body of another type than those that are taken, or of none. */
export function unsupported(taken: readonly string[]): Problem {
  const detail: Say | undefined = taken.length > 0 ? ({ http }) => http.sendAs(taken) : undefined;
  return problem(unsupportedMediaType, detail);
}

/** Replacing bad bytes by U+FFFD would let two different passwords be one. */
function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw problem(invalidRequest, ({ http }) => http.notUtf8);
}

/** Deeper than any body that a route here takes. */
const deepest = 150;

/**
 * `JSON.parse` makes `__proto__` an own key like any other; nothing here merges objects, and schemas refuse it.
 * The scan before it bounds the depth, and refuses a number that would silently become another, and a field that
 * comes twice: of two, one reader could take the first and another the last.
 */
function parseJson(text: string): unknown {
  let changed: string | undefined;
  let twice: { name: string; pointer: string } | undefined;
  const scan = scanJson(text, deepest, {
    number(source, pointer) {
      if (changed === undefined && changesAsDouble(source)) changed = pointer();
    },
    duplicate(_key, name, pointer) {
      twice ??= { name, pointer: pointer() };
    },
  });
  if (!scan.ok) {
    // Only the place: the words of `JSON.parse` quote the body, and with it perhaps a password.
    const place = placeOf(text, scan.offset);
    const isTooDeep = scan.reason === 'depth';
    throw problem(invalidRequest, ({ http }) => (isTooDeep ? http.tooDeep(place) : http.notJson(place)));
  }
  if (changed !== undefined) {
    const detail: Say = ({ http }) => http.inexactNumber;
    throw problem(invalidRequest, detail, { errors: [{ pointer: changed, code: 'number', detail }] });
  }
  if (twice !== undefined) throw givenTwice(twice.name, twice.pointer);
  return JSON.parse(text);
}

function givenTwice(name: string, pointer: string): Problem {
  const detail: Say = ({ http }) => http.givenTwice(name);
  return problem(invalidRequest, detail, { errors: [{ pointer, code: 'duplicate', detail }] });
}

/**
 * Fields by name. One that comes twice is refused, since two readers could each take another; but of a list, such as
 * checkboxes of one name, every value is taken, one a line.
 */
function readFields(text: string, request: FastifyRequest): Record<string, string> {
  const { lists } = request.routeOptions.config;
  const given = readFormData(text);
  if (given === null) throw problem(invalidRequest, ({ http }) => http.notPercentEncoded);
  const fields = new Map<string, string>();
  for (const [name, value] of given) {
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (lists?.has(name)) fields.set(name, `${before}\n${value}`);
    else request.doubledField ??= name;
  }
  return Object.fromEntries(fields);
}
