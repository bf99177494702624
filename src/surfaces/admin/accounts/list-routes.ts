import { h } from 'preact';
import { queryOf, type Route, route } from '../../../kit/http/index.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { type AccountSearch, sorts } from '../../../operate/accounts/index.ts';
import { frameOf } from '../frame/frame.ts';
import { AccountsPage } from './list-page.tsx';
import { type ListedAccount, listAccounts, stateOf } from './listed.ts';
import { limit, listedSchema } from './schemas.ts';

const perPage = 50;

/** Cursors are IDs; whoever sends something else is on the first page. */
const cursorPattern = '^[0-9a-f-]{36}$';

const query = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 1000,
      description: 'A part of a username, a whole email address or an ID.',
      examples: ['ada'],
    }),
  ),
  sort: Type.Optional(Type.Union([Type.Literal('newest'), Type.Literal('oldest')], { examples: ['newest'] })),
  limit,
  cursor: Type.Optional(Type.String({ pattern: cursorPattern, description: '`next` of the page before.' })),
});

const list = Type.Object({
  items: Type.Array(listedSchema),
  next: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'The `cursor` of the next page. It is null on the last one.',
    examples: [null],
  }),
  total: Type.Object({
    value: Type.Integer({ examples: [1] }),
    kind: Type.Union([Type.Literal('exact'), Type.Literal('at-least')], { examples: ['exact'] }),
  }),
});

const toJson = (one: ListedAccount) => ({
  ...one.account,
  state: stateOf(one),
  email: one.email?.address ?? null,
  emailVerified: one.email?.isVerified ?? false,
  sessions: one.sessions,
});

/** `/admin/accounts` and its twin: everybody, or whom a search finds. */
export function listRoutes(services: Services): Route[] {
  const { pages } = services;
  return [
    route({
      method: 'GET',
      path: '/admin/accounts',
      kind: 'page',
      access: 'accounts:read',
      async handle({ caller, request, reply }) {
        const asked = readAsked(queryOf(request));
        const { items, page } = await listAccounts(services, asked);
        const [only] = items;
        // Enter opens whoever is meant.
        if (only && items.length === 1 && asked.search !== '' && asked.cursor === undefined) {
          return reply.redirect(`/admin/accounts/${only.account.id}`, 303);
        }
        return pages.send(reply, h(AccountsPage, { frame: frameOf(services, caller), asked, items, page }));
      },
    }),
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/accounts',
      access: 'accounts:read',
      operationId: 'listAccounts',
      summary: 'List accounts',
      description: 'A page of all accounts, or of those that a search finds.',
      query,
      answers: { 200: { description: 'A page of accounts.', schema: list } },
      async handle({ query: { search = '', sort = 'newest', cursor, ...asked } }) {
        const most = Number(asked.limit ?? perPage);
        const { items, page } = await listAccounts(services, { search, sort, limit: most, cursor });
        return { items: items.map(toJson), next: page.next, total: page.total };
      },
    }),
  ];
}

function readAsked(sent: URLSearchParams): AccountSearch {
  const cursor = sent.get('cursor') ?? '';
  return {
    search: (sent.get('search') ?? '').trim().slice(0, 200),
    sort: sorts.find((one) => one === sent.get('sort')) ?? 'newest',
    limit: perPage,
    cursor: /^[0-9a-f-]{36}$/.test(cursor) ? cursor : undefined,
  };
}
