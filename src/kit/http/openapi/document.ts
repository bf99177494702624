import type { TSchema } from 'typebox';
import type { ProblemDefinition } from '../../problem.ts';
import type { Words } from '../../words/index.ts';
import { formType, jsonType } from '../body.ts';
import {
  bodyTooLarge,
  busy,
  forbiddenOrigin,
  internal,
  invalidRequest,
  notFound,
  otherAccount,
  unsupportedMediaType,
} from '../problems.ts';
import { type Answer, isPermissionName, type PermissionName, type Route } from '../route.ts';
import { type DescribedSchema, NamedSchemas } from './named-schemas.ts';
import { problemExample, problemSchema } from './problem-schema.ts';

interface Media {
  readonly schema: DescribedSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: DescribedSchema;
}

interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { description: string; schema: DescribedSchema }>>;
  readonly content?: Readonly<Record<string, Media>>;
}

/** One request of the API. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Empty where anybody may ask; each entry is one way to show who does. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response>>;
}

/** What the document says of the API as a whole. */
export interface DescribedApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  /** In the order of the reference. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  /** Those of sessions are `cookie` and `bearer`. */
  readonly securitySchemes: Readonly<Record<string, object>>;
  readonly baseUrl: string;
  /** What a route for people who are signed in answers to others. */
  readonly strangerRefused: ProblemDefinition;
  /** What a route that names a permission may answer, whatever it does. */
  readonly administratorRefused: readonly ProblemDefinition[];
  /** What is answered to a program whose access key isn't enough. */
  readonly keyRefused: readonly ProblemDefinition[];
  /** Whether a route that names this permission may be sent with a token of a program (`adminToken`). */
  takesTokens(permission: PermissionName): boolean;
  readonly words: Words;
}

/** What a page needs of the document. */
export interface ApiDescription {
  readonly info: DescribedApi['info'];
  readonly tags: DescribedApi['tags'];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, DescribedSchema>> };
}

const retryAfter = {
  description: "Seconds to wait before the next attempt. Without it, waiting doesn't help.",
  schema: { type: 'string' },
};

const sessionSchemes = ['cookie', 'bearer'];

/**
 * An OpenAPI 3.1 document of the API's routes, from the very schemas that requests are held to. It names every status
 * that a route can answer, and every schema that has a title.
 */
export function openApiDocument(routes: readonly Route[], api: DescribedApi): ApiDescription {
  const describer = new Describer(api);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    if (route.kind !== 'api' || route.operationId === undefined) continue;
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describer.operation(route) };
  }
  const { info, tags, securitySchemes, baseUrl } = api;
  const document = {
    openapi: '3.1.0',
    info,
    servers: [{ url: baseUrl }],
    tags,
    paths,
    components: { ...describer.components(), securitySchemes },
  };
  return document;
}

class Describer {
  readonly #api: DescribedApi;
  readonly #schemas = new NamedSchemas();
  readonly #refusals = new Map<string, ProblemDefinition>();

  constructor(api: DescribedApi) {
    this.#api = api;
  }

  components() {
    const refusals = [...this.#refusals].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return {
      schemas: { ...this.#schemas.components, Problem: problemSchema },
      examples: Object.fromEntries(
        refusals.map(([code, definition]) => [code, problemExample(definition, this.#api)]),
      ),
    };
  }

  operation(route: Route): Operation {
    const { operationId = '', summary = '', tag = '', body, example, keys } = route;
    const byKey = keys === undefined ? '' : ` ${this.#api.words.http.keyIsEnough(keys)}`;
    const description = (route.description ?? '') + byKey;
    const types = (route.bodyTypes ?? [jsonType]).filter((type) => type !== formType);
    const parameters = this.#parameters(route);
    return {
      operationId,
      summary,
      description,
      tags: [tag],
      security: securityOf(route, this.#api),
      ...(parameters.length > 0 && { parameters }),
      ...(body && {
        requestBody: {
          required: route.mayLackBody !== true,
          content: Object.fromEntries(types.map((type) => [type, this.#media(body, example)])),
        },
      }),
      responses: {
        ...Object.fromEntries(
          Object.entries(route.answers ?? {}).map(([status, answer]) => [status, this.#response(answer)]),
        ),
        ...this.#refusalsOf(route),
      },
    };
  }

  #media(schema: TSchema, example: unknown): Media {
    return { schema: this.#schemas.describe(schema), ...(example !== undefined && { example }) };
  }

  #parameters({ params, query, headers = {} }: Route): Parameter[] {
    const inPath = this.#parametersIn('path', params);
    const inQuery = this.#parametersIn('query', query);
    const inHeaders = Object.entries(headers).map(([name, { description }]) => ({
      name,
      in: 'header' as const,
      required: false,
      description,
      schema: { type: 'string' },
    }));
    return [...inPath, ...inQuery, ...inHeaders];
  }

  #parametersIn(place: 'path' | 'query', schema: TSchema | undefined): Parameter[] {
    const { properties = {}, required = [] } = (schema ?? {}) as {
      properties?: Record<string, TSchema>;
      required?: readonly string[];
    };
    return Object.entries(properties).map(([name, property]) => {
      const { description, ...one } = this.#schemas.describe(property);
      const said = typeof description === 'string' && { description };
      return { name, in: place, required: required.includes(name), ...said, schema: one };
    });
  }

  #response({ description, schema, contentType = jsonType, example, headers }: Answer): Response {
    return {
      description,
      ...(headers && {
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, said]) => [name, { ...said, schema: { type: 'string' } }]),
        ),
      }),
      ...(schema && { content: { [contentType]: this.#media(schema, example) } }),
    };
  }

  #refusalsOf(route: Route): Record<string, Response> {
    const responses: Record<string, Response> = {};
    const all = refusalsOf(route, this.#api);
    for (const [status, refusals] of Map.groupBy(all, (refusal) => refusal.status)) {
      const byCode = new Map(refusals.map((refusal) => [refusal.code, refusal]));
      for (const [code, refusal] of byCode) this.#refusals.set(code, refusal);
      const codes = [...byCode.keys()];
      const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
      responses[status] = {
        description: codes.map((code) => `\`${code}\``).join(' or '),
        ...(status === 429 && { headers: { 'Retry-After': retryAfter } }),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(examples),
          },
        },
      };
    }
    return responses;
  }
}

/** One entry for each way to show who asks; an empty one where nobody needs to. */
function securityOf({ access, schemes, keys }: Route, { takesTokens }: DescribedApi): Operation['security'] {
  if (schemes) return schemes.map((scheme) => ({ [scheme]: [] }));
  if (access === 'anyone') return [];
  const bySession: Record<string, string[]>[] = sessionSchemes.map((scheme) => ({ [scheme]: [] }));
  if (keys !== undefined) bySession.push({ accessKey: [] });
  if (isPermissionName(access) && takesTokens(access)) return [...bySession, { adminToken: [] }];
  return access === 'visitor' ? [...bySession, {}] : bySession;
}

/** Its own refusals, and those that it can meet by what it takes. */
function refusalsOf(
  { method, access, body, query, params, keys, problems = [], tooLarge }: Route,
  { strangerRefused, administratorRefused, keyRefused }: DescribedApi,
): ProblemDefinition[] {
  const changes = method !== 'GET';
  const refusals = [...problems, forbiddenOrigin, busy, internal];
  if (changes || body || query || params) refusals.push(invalidRequest);
  if (access === 'signed-in' || isPermissionName(access)) refusals.push(strangerRefused);
  if (isPermissionName(access)) refusals.push(...administratorRefused);
  if (keys !== undefined || access === 'visitor') refusals.push(...keyRefused);
  if (access !== 'anyone') refusals.push(otherAccount);
  if (params) refusals.push(notFound);
  if (changes) refusals.push(tooLarge ?? bodyTooLarge, unsupportedMediaType);
  return refusals;
}
