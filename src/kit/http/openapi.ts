import type { TSchema } from 'typebox';
import { formType, jsonType } from './body.ts';
import type { Route } from './route.ts';

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

/** An OpenAPI 3.1 document of the API routes, from the very schemas that requests are held to. */
export function openApiDocument(routes: readonly Route[], about: Description) {
  const described = routes.filter(({ kind, summary }) => kind === 'api' && summary !== undefined);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of described) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
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
}

function operation(route: Route) {
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

function parameters(schema: TSchema) {
  const { properties = {} } = schema as { properties?: Record<string, TSchema> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'path',
    required: true,
    schema: property,
  }));
}

function responses({ answers = {}, problems = [], access, body }: Route) {
  const responses: Record<string, unknown> = {};
  for (const [status, { description, schema, contentType = jsonType }] of Object.entries(answers)) {
    responses[status] = { description, ...(schema && { content: { [contentType]: { schema } } }) };
  }
  const refusals = new Map<number, string[]>();
  const add = (status: number, code: string) => refusals.set(status, [...(refusals.get(status) ?? []), code]);
  if (body) add(400, 'invalid-request');
  if (access === 'signed-in') add(401, 'not-signed-in');
  if (access !== 'anyone') add(409, 'other-account');
  for (const { status, code } of problems) add(status, code);
  for (const [status, codes] of refusals) {
    responses[status] = {
      description: codes.map((code) => `\`${code}\``).join(' or '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}
