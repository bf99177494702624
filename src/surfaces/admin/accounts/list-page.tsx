import { isoTime } from '../../../kit/clock.ts';
import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, Pager } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { PageHead } from '../../../kit/ui/console/page-head.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Tabs } from '../../../kit/ui/console/tabs.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { type AccountPage, type AccountSearch, sorts } from '../../../operate/accounts/index.ts';
import { type AccountState, type ListedAccount, stateOf } from './listed.ts';

interface AccountsPageProps {
  frame: ConsoleFrame;
  asked: AccountSearch;
  items: readonly ListedAccount[];
  page: Pick<AccountPage, 'next' | 'total'>;
}

/** `/admin/accounts`: people, and those whom a search finds. */
export function AccountsPage({ frame, asked, items, page: { next, total } }: AccountsPageProps) {
  const { accounts: said, frame: named, overview } = useWords().admin;
  const { search, sort, cursor } = asked;
  const isSearch = search !== '';
  const number = new Intl.NumberFormat(overview.locale).format(total.value);
  const all = total.kind === 'exact' ? number : said.atLeast(number);
  const here = addressOf({ search, sort });
  const tabs = sorts.map((one) => ({ href: addressOf({ search, sort: one }), label: said.orders[one] }));
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title={named.pages.accounts} searched={search}>
      <PageHead title={named.pages.accounts} lead={said.lead} />
      <Tabs label={said.order} tabs={tabs} here={here} />
      <Panel id="people" title={isSearch ? said.found : said.all} count={all} flush>
        <People items={items} sort={sort} isSearch={isSearch} />
        {items.length > 0 && (
          <Pager
            shown={
              <>
                {said.shown(items.length, all)} {cursor !== undefined && <a href={here}>{said.toFirst}</a>}
              </>
            }
            older={next === null ? undefined : addressOf({ search, sort, cursor: next })}
          />
        )}
      </Panel>
    </ConsolePage>
  );
}

/** Where a list is, without what is as usual. */
function addressOf({ search, sort, cursor }: Omit<AccountSearch, 'limit'>): string {
  const query = new URLSearchParams({
    ...(search !== '' && { search }),
    ...(sort !== 'newest' && { sort }),
    ...(cursor !== undefined && { cursor }),
  });
  return query.size === 0 ? '/admin/accounts' : `/admin/accounts?${query}`;
}

type PeopleProps = Pick<AccountsPageProps, 'items'> & Pick<AccountSearch, 'sort'> & { isSearch: boolean };

function People({ items, sort, isSearch }: PeopleProps) {
  const { accounts: said } = useWords().admin;
  const { columns, none } = said;
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
        <Empty
          title={none.title}
          text={none.text}
          action={
            isSearch && (
              <a class="button button-quiet button-small" href="/admin/accounts">
                {none.all}
              </a>
            )
          }
        />
      }
    />
  );
}

type Said = ReturnType<typeof useWords>['admin']['accounts'];

function cellsOf(one: ListedAccount, said: Said) {
  const { account, email, sessions, notes } = one;
  const address = email && (email.isVerified ? email.address : said.unconfirmed(email.address));
  return [
    <>
      <a href={`/admin/accounts/${account.id}`}>
        <bdi>{account.username}</bdi>
      </a>
      {address && <span class="cell-note">{address}</span>}
    </>,
    <>
      <StateBadge state={stateOf(one)} />
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
