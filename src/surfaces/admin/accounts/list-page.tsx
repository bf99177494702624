import type { ComponentChildren } from 'preact';
import { isoTime } from '../../../kit/clock.ts';
import type { Problem } from '../../../kit/problem.ts';
import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, Pager } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Tabs } from '../../../kit/ui/console/tabs.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { AccountSearch, OverviewPage } from '../../../operate/accounts/index.ts';
import { sorts } from '../../../operate/search/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import { type AccountState, type ListedAccount, stateOf } from './listed.ts';

interface AccountsPageProps {
  frame: ConsoleFrame;
  asked: AccountSearch;
  items: readonly ListedAccount[];
  page: Pick<OverviewPage<string>, 'next' | 'total'>;
  mayCreate: boolean;
}

/**
 * `/admin/accounts`: everybody, or whom a search finds. A later page leads back to the first one, not to the one before it:
 * a search reads the list in stretches of a fixed length, which would begin elsewhere if it were read backwards.
 */
export function AccountsPage({ frame, asked, items, page: { next, total }, mayCreate }: AccountsPageProps) {
  const { accounts: said, newAccount, overview } = useWords().admin;
  const { search, sort, cursor } = asked;
  const isSearch = search !== '';
  const number = new Intl.NumberFormat(overview.locale).format(total.value);
  const all = total.value === 0 ? number : said.total[total.kind](number);
  const here = addressOf({ search, sort });
  const older = next === null ? undefined : addressOf({ search, sort, cursor: next });
  const tabs = sorts.map((one) => ({ href: addressOf({ search, sort: one }), label: said.orders[one] }));
  const create = mayCreate && (
    <a class="button" href="/admin/accounts/new">
      {newAccount.create}
    </a>
  );
  return (
    <SectionPage frame={frame} section="accounts" lead={said.lead} actions={create} searched={search}>
      <Tabs label={said.order} tabs={tabs} here={here} />
      <Panel id="people" title={isSearch ? said.found : said.all} count={all} flush>
        <People items={items} sort={sort} isSearch={isSearch} further={older} create={create} />
        {items.length > 0 && (
          <Pager
            shown={
              <>
                {said.shown(items.length, all)} {cursor !== undefined && <a href={here}>{said.toFirst}</a>}
              </>
            }
            older={older}
          />
        )}
      </Panel>
    </SectionPage>
  );
}

interface RefusedSearchPageProps {
  frame: ConsoleFrame;
  asked: AccountSearch;
  refused: Problem;
}

/** The same page for a search that can't be run: what's wrong with it, and what can be searched for. */
export function RefusedSearchPage({ frame, asked, refused }: RefusedSearchPageProps) {
  const words = useWords();
  const said = words.admin.accounts;
  return (
    <SectionPage frame={frame} section="accounts" lead={said.lead} searched={asked.search}>
      <Panel id="people" title={said.found} flush>
        <Empty
          title={<Text text={refused.detail(words)} />}
          text={<Text text={said.operators} />}
          action={<ShowAll />}
        />
      </Panel>
    </SectionPage>
  );
}

function ShowAll() {
  const { none } = useWords().admin.accounts;
  return (
    <a class="button button-quiet button-small" href="/admin/accounts">
      {none.all}
    </a>
  );
}

/** The address of a list. It leaves out what has its default. */
export function addressOf({ search, sort, cursor }: Omit<AccountSearch, 'limit'>): string {
  const query = new URLSearchParams({
    ...(search !== '' && { search }),
    ...(sort !== 'newest' && { sort }),
    ...(cursor !== undefined && { cursor }),
  });
  return query.size === 0 ? '/admin/accounts' : `/admin/accounts?${query}`;
}

type PeopleProps = Pick<AccountsPageProps, 'items'> &
  Pick<AccountSearch, 'sort'> & {
    isSearch: boolean;
    /** Where the search continues, if there's more to read. */
    further: string | undefined;
    /** Leads to a new account, where the viewer may make one. */
    create: ComponentChildren;
  };

function People({ items, sort, isSearch, further, create }: PeopleProps) {
  const { accounts: said } = useWords().admin;
  const { columns, none, soFar } = said;
  return (
    <DataTable
      caption={said.caption[sort]}
      columns={[
        { label: columns.person },
        { label: columns.state, short: true },
        { label: columns.sessions, align: 'end' },
        { label: columns.registered, short: true },
        { label: columns.lastSignIn, short: true },
      ]}
      rows={items.map((one) => ({ key: one.account.id, cells: cellsOf(one, said) }))}
      empty={
        further === undefined ? (
          <Empty
            title={none.title}
            text={none.text}
            action={
              <p class="actions">
                {isSearch && <ShowAll />} {create}
              </p>
            }
          />
        ) : (
          <Empty
            title={soFar.title}
            text={soFar.text}
            action={
              <a class="button button-small" href={further}>
                {soFar.further}
              </a>
            }
          />
        )
      }
    />
  );
}

type Said = ReturnType<typeof useWords>['admin']['accounts'];

function cellsOf(one: ListedAccount, said: Said) {
  const { account, email, sessions } = one;
  const state = stateOf(one);
  // The badge says it.
  const notes = one.notes.filter((note) => note !== state);
  const address = email && (email.isVerified ? email.address : said.unconfirmed(email.address));
  return [
    <>
      <a href={`/admin/accounts/${account.id}`}>
        <bdi>{account.username}</bdi>
      </a>
      {address && <span class="cell-note">{address}</span>}
    </>,
    <>
      <StateBadge state={state} />
      {notes.length > 0 && <span class="cell-note">{notes.join(', ')}</span>}
    </>,
    String(sessions),
    <Time key="registered" iso={account.createdAt} />,
    account.lastLoginAt === null ? said.never : <Time key="last" iso={account.lastLoginAt} show="ago" />,
  ];
}

const tones: Readonly<Record<AccountState, Tone>> = {
  open: 'good',
  held: 'warn',
  disabled: 'bad',
  deleted: 'neutral',
};

/** What an account is, in a word. */
export function StateBadge({ state }: { state: AccountState }) {
  return <Badge tone={tones[state]}>{useWords().admin.accounts.states[state]}</Badge>;
}

/** A moment that is Unix milliseconds. */
export const At = ({ ms, show = 'at' }: { ms: number; show?: 'at' | 'ago' }) => (
  <Time iso={isoTime(ms)} show={show} />
);
