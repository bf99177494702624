import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { type Administrator, buttonOf, notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { exportPeople, type PeopleFormat, peopleFormats } from '../../../operate/accounts-file/index.ts';
import { actingInPerson } from '../acting.ts';
import { mayStillSee } from '../authorize.ts';
import { frameOf } from '../frame/frame.ts';
import { ExportPage } from './page.tsx';

const formats = Type.Enum([...peopleFormats], { description: 'JSON Lines or CSV.', examples: ['csv'] });

const types = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
} as const satisfies Readonly<Record<PeopleFormat, string>>;

/** `/admin/export` and its twin in the API: a list of everybody, as a file. */
export function exportRoutes(services: Services): Route[] {
  const { pages } = services;
  return [
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/export',
      access: 'accounts:export',
      operationId: 'exportPeople',
      summary: 'Export people',
      description:
        'Everybody who has an account, one JSON object or CSV line each, without anything that somebody could sign in with. The audit log says who exported and how many. A file that breaks off is not whole.',
      query: Type.Object({ format: Type.Optional(formats) }, { additionalProperties: false }),
      answers: {
        200: {
          description: 'The people.',
          schema: Type.String(),
          contentType: 'application/jsonl',
          example: '{"id":"01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15","username":"ada"}',
        },
      },
      handle: ({ caller, query, request, reply }) =>
        send({ caller, request, reply, format: query.format ?? 'jsonl' }),
    }),
    route({
      method: 'GET',
      path: '/admin/export',
      kind: 'page',
      access: 'accounts:export',
      handle: ({ caller, reply }) => pages.send(reply, h(ExportPage, { frame: frameOf(services, caller) })),
    }),
    route({
      method: 'POST',
      path: '/admin/export/:format',
      kind: 'page',
      access: 'accounts:export',
      leadsBack: '/admin/export',
      // Any text: strangers are answered alike, whatever they ask for.
      params: Type.Object({ format: Type.String() }),
      form: buttonOf('GET /api/admin/export'),
      handle({ caller, params, request, reply }) {
        const format = peopleFormats.find((one) => one === params.format);
        if (!format) throw problem(notFound);
        return send({ caller, request, reply, format });
      },
    }),
  ];

  interface Sending {
    readonly caller: Administrator;
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly format: PeopleFormat;
  }

  async function send({ caller, request, reply, format }: Sending) {
    const acting = actingInPerson(services, caller, request);
    const mayGoOn = () => mayStillSee(services, caller);
    const pieces = await exportPeople(services, acting, { format, mayGoOn });
    return reply
      .header('content-type', types[format])
      .header('content-disposition', `attachment; filename="people.${format}"`)
      .send(Readable.from(pieces));
  }
}
