import { h } from 'preact';
import { isTime } from '../../../kit/clock.ts';
import { queryOf, type Route, route, textIn } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { listAddress } from '../../../kit/ui/console/filters.tsx';
import { type AuditFilters, readAudit } from '../../../operate/audit/index.ts';
import { actingInPerson } from '../acting.ts';
import { frameOf } from '../frame/frame.ts';
import { cursorsOf } from '../list-cursors.ts';
import { limitOf } from '../list-schemas.ts';
import { readTime } from '../role-schemas.ts';
import { AuditListPage, type WantedRows } from './page.tsx';
import { auditPage, auditQuery, toAuditRow } from './schemas.ts';

/** `/admin/audit` and its twin in the API. Reading the log adds a row to it. */
export function auditRoutes(services: Services): Route[] {
  const { pages } = services;
  const cursorsFor = ({ actor, target, act, since }: Filters) =>
    cursorsOf<number>(services, { list: 'audit', asked: { actor, target, act, since } });
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
        const filters = { actor, target, act, since: since === undefined ? undefined : readTime(since) };
        const cursors = cursorsFor(filters);
        const reading = await readAudit(services, actingInPerson(services, caller, request), {
          ...{ ...filters, ...cursors.read(cursor), limit: limitOf(query) },
        });
        const { items, head } = reading;
        return {
          items: items.map(toAuditRow),
          next: cursors.beside(reading).older ?? null,
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
        const query = queryOf(request);
        const wanted = readWanted(query);
        const filters = filtersOf(wanted);
        const cursors = cursorsFor(filters);
        const place = cursors.find(query.get('cursor'));
        if (!place) return reply.redirect(listAddress('/admin/audit', { ...wanted }), 303);
        const acting = actingInPerson(services, caller, request);
        const reading = await readAudit(services, acting, { ...filters, ...place, limit: rowsOnPage });
        const frame = frameOf(services, caller);
        const beside = cursors.beside(reading);
        const opensPeople = caller.permissions.has('accounts:read');
        return pages.send(reply, h(AuditListPage, { frame, wanted, reading, beside, opensPeople }));
      },
    }),
  ];
}

const rowsOnPage = 50;

/** What the address of the page asks for. Anything but a date is left out of `since`. */
function readWanted(query: URLSearchParams): WantedRows {
  const text = (name: string) => textIn(query, name);
  const since = text('since');
  const isDate = /^\d{4}-\d\d-\d\d$/.test(since) && isTime(Date.parse(since));
  return { actor: text('actor'), target: text('target'), act: text('act'), since: isDate ? since : '' };
}

type Filters = Pick<AuditFilters, 'actor' | 'target' | 'act' | 'since'>;

function filtersOf({ actor, target, act, since }: WantedRows): Filters {
  const orNone = (text: string) => (text === '' ? undefined : text);
  return {
    ...{ actor: orNone(actor), target: orNone(target), act: orNone(act) },
    since: since === '' ? undefined : Date.parse(since),
  };
}
