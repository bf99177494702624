import type { FastifyReply } from 'fastify';
import {
  invalidRequest,
  jsonType,
  mergePatchType,
  namesETag,
  preconditionsOf,
  type Route,
  route,
} from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { dataRefused, dataTooLarge, documentBodyLimit, staleData } from '../people/accounts/index.ts';
import { getData, patchData, replaceData, type StoredData } from './change-data.ts';
import { recordLookAtData } from './look-at-data.ts';

const tag = 'Data';
const example = { color: 'green', score: 1 };
const data = Type.Unknown({ title: 'Data', description: 'The document of an account: any JSON value.' });
const answers = {
  200: {
    description: 'The document.',
    schema: data,
    example,
    headers: { ETag: { description: 'The version of the document.' } },
  },
};
const headers = {
  'If-Match': {
    description: 'The `ETag` you read. If the document has changed since, nothing is written (`stale-data`).',
  },
};

export function dataRoutes(services: Services): Route[] {
  const bodyLimit = documentBodyLimit(services.config);
  const problems = [dataRefused, dataTooLarge, staleData];
  return [
    route({
      method: 'GET',
      path: '/api/me/data',
      kind: 'api',
      access: 'signed-in',
      impersonated: true,
      keys: 'data:read',
      tag,
      operationId: 'getData',
      summary: 'Read your data',
      description: 'The document of the account. A new account has `{}`, unless it registered with `data`.',
      headers: { 'If-None-Match': { description: 'The `ETag` of the version you have.' } },
      answers: {
        ...answers,
        304: {
          description: "The document hasn't changed since the version in `If-None-Match`.",
          headers: answers[200].headers,
        },
      },
      async handle({ caller, request, reply }) {
        if (caller.via.kind === 'impersonation')
          await recordLookAtData(services, { ...caller, via: caller.via }, request);
        const data = await getData(services, caller.account.id);
        const { ifNoneMatch } = preconditionsOf(request);
        if (ifNoneMatch !== undefined && namesETag(ifNoneMatch, data.etag))
          return reply.code(304).header('etag', data.etag).send();
        return sendData(reply, data);
      },
    }),
    route({
      method: 'PUT',
      path: '/api/me/data',
      kind: 'api',
      access: 'signed-in',
      keys: 'data:write',
      tag,
      operationId: 'replaceData',
      summary: 'Replace your data',
      description:
        'Writes a whole new document: any JSON value. With `If-Match` it only replaces the version you read.',
      headers,
      example,
      rawBody: true,
      tooLarge: dataTooLarge,
      bodyLimit,
      body: data,
      answers,
      problems,
      async handle({ caller, body, request, reply }) {
        const { id: accountId } = caller.account;
        const conditions = preconditionsOf(request);
        return sendData(reply, await replaceData(services, accountId, textOf(body), conditions));
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/me/data',
      kind: 'api',
      access: 'signed-in',
      keys: 'data:write',
      tag,
      operationId: 'updateData',
      summary: 'Change part of your data',
      description:
        'A JSON Merge Patch (RFC 7396): members you send replace those of the document, and `null` removes one. The rest stays.',
      headers,
      example: { score: 2 },
      bodyTypes: [jsonType, mergePatchType],
      rawBody: true,
      tooLarge: dataTooLarge,
      bodyLimit,
      body: Type.Unknown({ title: 'DataPatch', description: 'What to change in the document (RFC 7396).' }),
      answers,
      problems,
      async handle({ caller, body, request, reply }) {
        const { id: accountId } = caller.account;
        const conditions = preconditionsOf(request);
        return sendData(reply, await patchData(services, accountId, textOf(body), conditions));
      },
    }),
  ];
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  throw problem(invalidRequest, ({ account }) => account.data.missing);
}

/** The stored text goes out as it is: it was made canonical on its way in. */
function sendData(reply: FastifyReply, { text, etag }: StoredData) {
  return reply
    .header('etag', etag)
    .header('content-type', `${jsonType}; charset=utf-8`)
    .serializer(String)
    .send(text);
}
