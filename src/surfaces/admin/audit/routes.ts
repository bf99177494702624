import { h } from 'preact';
import { isTime } from '../../../kit/clock.ts';
import { queryOf, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { type AuditFilters, readAudit } from '../../../operate/audit/index.ts';
import { actingInPerson } from '../acting.ts';
import { frameOf } from '../frame/frame.ts';
import { limitOf } from '../list-schemas.ts';
import { readTime } from '../role-schemas.ts';
import { AuditListPage, type WantedRows } from './page.tsx';
import { auditPage, auditQuery, toAuditRow } from './schemas.ts';

/** `/admin/audit` and its twin in the API. To read the log is itself a row of it. */
export function auditRoutes(services: Services): Route[] {
  const { pages } = services;
  return [
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/audit',
      access: 'audit:read',
      operationId: 'listAudit',
      summary: 'Read the audit log',
      description:
        'What administrators, tokens and commands did, the newest first. Reading is recorded too, once in 15 minutes for the same filters.',
      query: auditQuery,
      answers: { 200: { description: 'A page of the log.', schema: auditPage } },
      async handle({ caller, query, request }) {
        const { actor, target, act, since, cursor } = query;
        const { items, older, head } = await readAudit(services, actingInPerson(services, caller, request), {
          ...{ actor, target, act, limit: limitOf(query) },
          since: since === undefined ? undefined : readTime(since),
          before: cursor === undefined ? undefined : Number(cursor),
        });
        return {
          items: items.map(toAuditRow),
          next: older === undefined ? null : String(older),
          head: head ? { seq: head.seq, hash: head.hash } : null,
        };
      },
    }),
    route({
      method: 'GET',
      path: '/admin/audit',
      kind: 'page',
      access: 'audit:read',
      async handle({ caller, request, reply }) {
        const wanted = readWanted(queryOf(request));
        const acting = actingInPerson(services, caller, request);
        const reading = await readAudit(services, acting, filtersOf(wanted));
        return pages.send(reply, h(AuditListPage, { frame: frameOf(services, caller), wanted, reading }));
      },
    }),
  ];
}

const rowsOnPage = 50;

/** What the address of the page asks for. What is no date or no row asks for nothing. */
function readWanted(query: URLSearchParams): WantedRows {
  const text = (name: string) => (query.get(name) ?? '').trim().replaceAll('\0', '').slice(0, 320);
  const row = (name: string) => (/^[1-9]\d{0,14}$/.test(text(name)) ? Number(text(name)) : undefined);
  const since = text('since');
  const isDate = /^\d{4}-\d\d-\d\d$/.test(since) && isTime(Date.parse(since));
  return {
    ...{ actor: text('actor'), target: text('target'), act: text('act'), since: isDate ? since : '' },
    ...{ before: row('before'), after: row('after') },
  };
}

function filtersOf({ actor, target, act, since, before, after }: WantedRows): AuditFilters {
  const orNone = (text: string) => (text === '' ? undefined : text);
  return {
    ...{ actor: orNone(actor), target: orNone(target), act: orNone(act) },
    ...{ since: since === '' ? undefined : Date.parse(since), before, after, limit: rowsOnPage },
  };
}
