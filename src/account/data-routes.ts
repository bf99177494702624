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

const tag = 'Your data';
const answers = {
  200: { description: 'The document, with its version in `ETag`.', schema: Type.Unknown() },
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
      tag,
      summary: 'Read your data',
      answers: { ...answers, 304: { description: 'Unchanged since the version in `If-None-Match`.' } },
      async handle({ caller, request, reply }) {
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
      tag,
      summary: 'Replace your data',
      description: 'Any JSON value. With `If-Match`, it only replaces the version you read.',
      rawBody: true,
      tooLarge: dataTooLarge,
      bodyLimit,
      body: Type.Unknown(),
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
      tag,
      summary: 'Change a part of your data',
      description:
        'A JSON Merge Patch (RFC 7396): what you send is laid over what is there, and null removes a member.',
      bodyTypes: [jsonType, mergePatchType],
      rawBody: true,
      tooLarge: dataTooLarge,
      bodyLimit,
      body: Type.Unknown(),
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
