import type { FastifyRequest } from 'fastify';
import { h } from 'preact';
import { type Administrator, notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { findPerson } from '../../../operate/accounts/index.ts';
import { findData } from '../../../people/accounts/index.ts';
import { recordReading } from '../../../people/audit/index.ts';
import { listEvents } from '../../../people/events/index.ts';
import { listLivingSessions } from '../../../people/impersonation/index.ts';
import { toSession } from '../../../people/sessions/index.ts';
import { listLatestTrails } from '../../../people/trails/index.ts';
import { actingInPerson } from '../acting.ts';
import { newsOf } from '../frame/after.ts';
import { frameOf } from '../frame/frame.ts';
import { requireAccount } from '../require-account.ts';
import { DataPage } from './data-page.tsx';
import { actsFor } from './person-acts.ts';
import { PersonPage } from './person-page.tsx';
import { ofAccount } from './schemas.ts';

const shown = { events: 20, trails: 5 } as const;

/** The pages of one person, and `/api/admin/accounts/:id/data`. */
export function personRoutes(services: Services): Route[] {
  const { db, clock, pages } = services;
  const { done, person: said } = services.words.admin.accounts;
  const ofActs = Object.entries(said.acts).map(([name, act]) => [name, act.done] as const);
  const news = { ...done, ...Object.fromEntries(ofActs) };
  return [
    route({
      method: 'GET',
      path: '/admin/accounts/:id',
      kind: 'page',
      access: 'accounts:read',
      params: ofAccount,
      async handle({ caller, params: { id }, request, reply }) {
        const person = await findPerson(services, id, 'console');
        if (!person) throw problem(notFound);
        const { permissions } = caller;
        const page = h(PersonPage, {
          frame: frameOf(services, caller),
          person,
          sessions: (await listLivingSessions(services, id)).map((session) => toSession(session, '')),
          trails: permissions.has('attempts:read') ? await listLatestTrails(db, id, shown.trails) : undefined,
          events: await listEvents(db, id, shown.events),
          acts: actsFor(services.words, caller, person, services.config),
          mayOpenData: permissions.has('accounts:data'),
          mayOpenRoles: permissions.has('roles:read'),
          done: newsOf(request, news),
        });
        return pages.send(reply, page);
      },
    }),
    route({
      method: 'GET',
      path: '/admin/accounts/:id/data',
      kind: 'page',
      access: 'accounts:data',
      params: ofAccount,
      async handle({ caller, params: { id }, request, reply }) {
        const { account, data } = await openData(caller, id, request);
        return pages.send(reply, h(DataPage, { frame: frameOf(services, caller), account, data }));
      },
    }),
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/accounts/:id/data',
      access: 'accounts:data',
      operationId: 'getAccountData',
      summary: 'Get the data of an account',
      description: 'What apps keep for the account. That it was read is a row of the audit log.',
      params: ofAccount,
      answers: {
        200: {
          description: 'The data.',
          schema: Type.Object({ data: Type.Unknown({ examples: [{ tea: 'green' }] }) }),
        },
      },
      handle: async ({ caller, params, request }) => ({
        data: (await openData(caller, params.id, request)).data,
      }),
    }),
  ];

  /** Records the reading first, so that nobody reads anything that isn't in the log. */
  async function openData(caller: Administrator, id: string, request: FastifyRequest) {
    const account = await requireAccount(services, id);
    const { actor, client, requestId } = actingInPerson(services, caller, request);
    await recordReading(services, {
      ...{ actor, client, requestId, act: 'data-read', reason: null, at: clock() },
      target: { kind: 'account', id },
    });
    const document = await findData(db, id);
    return { account, data: JSON.parse(document?.data ?? '{}') as unknown };
  }
}
