import type { TSchema } from 'typebox';
import type { ProblemDefinition } from '../problem.ts';
import { formType, jsonType } from './body.ts';
import {
  bodyTooLarge,
  busy,
  forbiddenOrigin,
  internal,
  invalidRequest,
  notFound,
  otherAccount,
  unsupportedMediaType,
} from './problems.ts';
import type { Route } from './route.ts';

interface Media {
  readonly schema?: TSchema | { readonly $ref: string };
}

/** One request of the API. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string | undefined;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { name: string; in: 'path'; required: true; schema: TSchema }[];
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

/** What a page needs of the document. */
export interface ApiDescription {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string | undefined }[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Description {
  readonly title: string;
  readonly version: string;
  readonly baseUrl: string;
  readonly description: string;
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'A page of this server that explains the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What was wrong this time, and what to do.' },
    code: { type: 'string', description: 'Stable; decide by it.' },
    requestId: { type: 'string', description: 'The log has more under it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON Pointer (RFC 6901) into what was sent.' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

/**
 * An OpenAPI 3.1 document of the API routes, from the very schemas that requests are held to. It names every status
 * that a route can answer.
 */
export function openApiDocument(routes: readonly Route[], about: Description): ApiDescription {
  const described = routes.filter(({ kind, summary }) => kind === 'api' && summary !== undefined);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of described) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const document = {
    openapi: '3.1.0',
    info: { title: about.title, version: about.version, description: about.description },
    servers: [{ url: about.baseUrl }],
    tags: [...new Set(described.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: about.baseUrl.startsWith('https:') ? '__Host-latchkey' : 'latchkey',
        },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
  return document;
}

function operation(route: Route): Operation {
  const { summary, description, tag, access, body, bodyTypes = [jsonType] } = route;
  const types = bodyTypes.filter((type) => type !== formType);
  return {
    operationId: operationId(route),
    summary,
    ...(description && { description }),
    ...(tag && { tags: [tag] }),
    ...(access === 'signed-in' && { security: [{ cookie: [] }, { bearer: [] }] }),
    ...(route.params && { parameters: parameters(route.params) }),
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(types.map((type) => [type, { schema: body }])),
      },
    }),
    responses: responses(route),
  };
}

/** `POST /api/me/password` becomes `postMePassword`. */
function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/(api\/)?/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
}

function parameters(schema: TSchema): Operation['parameters'] & {} {
  const { properties = {} } = schema as { properties?: Record<string, TSchema> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'path' as const,
    required: true as const,
    schema: property,
  }));
}

function responses(route: Route): Operation['responses'] {
  const responses: Record<string, Operation['responses'][string]> = {};
  for (const [status, { description, schema, contentType = jsonType }] of Object.entries(
    route.answers ?? {},
  )) {
    responses[status] = { description, ...(schema && { content: { [contentType]: { schema } } }) };
  }
  for (const [status, refusals] of Map.groupBy(refusalsOf(route), (refusal) => refusal.status)) {
    const codes = new Set(refusals.map(({ code }) => `\`${code}\``));
    responses[status] = {
      description: [...codes].join(' or '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}

/** Its own refusals, and those that it can meet by what it takes. */
function refusalsOf({
  method,
  access,
  body,
  query,
  params,
  problems = [],
  tooLarge,
}: Route): Pick<ProblemDefinition, 'code' | 'status'>[] {
  const changes = method !== 'GET';
  const refusals: Pick<ProblemDefinition, 'code' | 'status'>[] = [
    ...problems,
    forbiddenOrigin,
    busy,
    internal,
  ];
  if (changes || body || query || params) refusals.push(invalidRequest);
  if (access === 'signed-in') refusals.push(notSignedIn);
  if (access !== 'anyone') refusals.push(otherAccount);
  if (params) refusals.push(notFound);
  if (changes) refusals.push(tooLarge ?? bodyTooLarge, unsupportedMediaType);
  return refusals;
}

/** The slice of sessions declares it; here only its code and status are told. */
const notSignedIn = { code: 'not-signed-in', status: 401 };
