import { Badge, type Tone } from '../../../src/kit/ui/console/badge.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../src/kit/ui/console/console-page.tsx';
import { DataTable, Pager } from '../../../src/kit/ui/console/data-table.tsx';
import { Empty } from '../../../src/kit/ui/console/facts.tsx';
import { PageHead } from '../../../src/kit/ui/console/page-head.tsx';
import { Panel } from '../../../src/kit/ui/console/panel.tsx';
import { Tabs } from '../../../src/kit/ui/console/tabs.tsx';
import { Time } from '../../../src/kit/ui/time.tsx';
import { hostile, widest } from './frame.tsx';

const people: readonly [name: string, email: string, tone: Tone, state: string, role: string][] = [
  ['ada', 'ada@example.com', 'good', 'Active', 'Administrator'],
  ['grace.hopper', 'grace@navy.example', 'good', 'Active', 'Support'],
  ['soham', 'soham@example.com', 'warn', 'Locked', ''],
  [widest, `${'w'.repeat(64)}@${'example.'.repeat(12)}com`, 'bad', 'Disabled', ''],
  [hostile, 'nobody@example.com', 'neutral', 'Unconfirmed', ''],
  ['日本語の名前', 'jp@example.com', 'info', 'Invited', ''],
];

const columns = [
  { label: 'Person' },
  { label: 'State', short: true },
  { label: 'Role' },
  { label: 'Sessions', align: 'end' as const },
  { label: 'Last sign-in', short: true },
];

const tabs = [
  { href: '/admin/accounts', label: 'Everybody', count: '12,408' },
  { href: '/admin/accounts?search=is:locked', label: 'Locked', count: '2' },
  { href: '/admin/accounts?search=is:disabled', label: 'Disabled', count: '14' },
  { href: '/admin/accounts?search=is:unconfirmed', label: 'Unconfirmed', count: '310' },
  { href: '/admin/accounts?search=has:no-factor', label: 'Without a second factor', count: '4,702' },
];

export function People({ frame, empty = false }: { frame: ConsoleFrame; empty?: boolean }) {
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title="People" searched={empty ? hostile : undefined}>
      <PageHead
        title="People"
        lead="Everyone who has an account."
        actions={
          <>
            <a class="button button-quiet button-small" href="/admin/export">
              Export
            </a>
            <a class="button button-small" href="/admin/accounts/new">
              Add a person
            </a>
          </>
        }
      />
      <Tabs label="Which people" tabs={tabs} here="/admin/accounts" />
      <Panel id="people" title={empty ? 'Search results' : 'All people'} count={empty ? '0' : '12,408'} flush>
        <DataTable
          caption="People, newest first"
          columns={columns}
          rows={(empty ? [] : people).map(([name, email, tone, state, role], at) => ({
            key: name,
            cells: [
              <>
                <a href={`/admin/accounts/${at}`}>
                  <bdi>{name}</bdi>
                </a>
                <span class="cell-note">{email}</span>
              </>,
              <Badge key="state" tone={tone}>
                {state}
              </Badge>,
              role === '' ? '–' : <a href="/admin/roles/1">{role}</a>,
              String(at * 3),
              <Time key="time" iso={`2030-01-1${at}T09:0${at}:00.000Z`} />,
            ],
          }))}
          empty={
            <Empty
              title="No one found"
              text="Check the spelling, or search for the start of a username or email address."
              action={
                <a class="button button-quiet button-small" href="/admin/accounts">
                  Show everyone
                </a>
              }
            />
          }
        />
        {!empty && <Pager shown="6 of about 12,400 people" older="/admin/accounts?cursor=x" />}
      </Panel>
    </ConsolePage>
  );
}
