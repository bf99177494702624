import { h } from 'preact';
import { queryOf, type Route, route } from '../../../kit/http/index.ts';
import { Problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import type { AccountSearch } from '../../../operate/accounts/index.ts';
import { cursorRefused, sorts, unknownOperator } from '../../../operate/search/index.ts';
import { frameOf } from '../frame/frame.ts';
import { limitOf, listOf, paging } from '../list-schemas.ts';
import { AccountsPage, addressOf, RefusedSearchPage } from './list-page.tsx';
import { type ListedAccount, listAccounts, stateOf } from './listed.ts';
import { listedSchema } from './schemas.ts';

const perPage = 50;

const query = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 1000,
      description:
        'Words that a username, an email address or a searched value contains, an ID or a support code; and operators, such as `is:locked`.',
      examples: ['ada'],
    }),
  ),
  sort: Type.Optional(Type.Enum([...sorts], { examples: ['newest'] })),
  ...paging,
});

const list = Type.Object({
  ...listOf(listedSchema).properties,
  total: Type.Object({
    value: Type.Integer({ examples: [1] }),
    kind: Type.Union([Type.Literal('exact'), Type.Literal('at-least'), Type.Literal('about')], {
      examples: ['exact'],
    }),
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
        const frame = frameOf(services, caller);
        const listed = await listAccounts(services, asked).catch((error: unknown) => {
          if (error instanceof Problem) return error;
          throw error;
        });
        if (listed instanceof Problem) {
          if (listed.definition === cursorRefused) {
            return reply.redirect(addressOf({ ...asked, cursor: undefined }), 303);
          }
          if (listed.definition !== unknownOperator) throw listed;
          return pages.send(
            reply.code(listed.status),
            h(RefusedSearchPage, { frame, asked, refused: listed }),
          );
        }
        const { items, page } = listed;
        const [only] = items;
        // Enter opens the only person found.
        if (
          only &&
          items.length === 1 &&
          page.next === null &&
          asked.search !== '' &&
          asked.cursor === undefined
        ) {
          return reply.redirect(`/admin/accounts/${only.account.id}`, 303);
        }
        const mayCreate = caller.permissions.has('accounts:create');
        return pages.send(reply, h(AccountsPage, { frame, asked, items, page, mayCreate }));
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
      description:
        'A page of all accounts, or of those that a search finds. A page can be short and not the last: read on until `next` is null.',
      query,
      answers: { 200: { description: 'A page of accounts.', schema: list } },
      async handle({ query }) {
        const { search = '', sort = 'newest', cursor } = query;
        const { items, page } = await listAccounts(services, { search, sort, limit: limitOf(query), cursor });
        return { items: items.map(toJson), next: page.next, total: page.total };
      },
    }),
  ];
}

function readAsked(sent: URLSearchParams): AccountSearch {
  return {
    search: (sent.get('search') ?? '').trim(),
    sort: sorts.find((one) => one === sent.get('sort')) ?? 'newest',
    limit: perPage,
    cursor: sent.get('cursor') ?? undefined,
  };
}
