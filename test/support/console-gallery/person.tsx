import { ActList } from '../../../src/kit/ui/console/acts.tsx';
import { Badge } from '../../../src/kit/ui/console/badge.tsx';
import { ConfirmForm } from '../../../src/kit/ui/console/confirm-form.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../src/kit/ui/console/console-page.tsx';
import { DataTable } from '../../../src/kit/ui/console/data-table.tsx';
import { CodeChip, Facts } from '../../../src/kit/ui/console/facts.tsx';
import { PageHead } from '../../../src/kit/ui/console/page-head.tsx';
import { Panel } from '../../../src/kit/ui/console/panel.tsx';
import { Notice } from '../../../src/kit/ui/form-problem.tsx';
import { Time } from '../../../src/kit/ui/time.tsx';
import { hostile, widest } from './frame.tsx';

const id = '018f4b2e-9c1a-7d3f-8e21-5b6c7d8e9f01';
const crumbs = [{ href: '/admin/accounts', label: 'People' }];

const act = (href: string, title: string, text: string, label: string) => ({ href, title, text, label });

export function Person({ frame }: { frame: ConsoleFrame }) {
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title={widest}>
      <PageHead
        crumbs={crumbs}
        title={<bdi>{widest}</bdi>}
        badges={
          <>
            <Badge tone="warn">Locked</Badge>
            <Badge tone="info">Support</Badge>
          </>
        }
        actions={
          <a class="button button-small" href={`/admin/accounts/${id}/unlock`}>
            Unlock
          </a>
        }
      />
      <Notice
        warns
        text={() =>
          `${widest} can't sign in for 12 more minutes: 7 incorrect passwords in a row from 203.0.113.9.`
        }
      />
      <div class="columns">
        <Panel id="profile" title="Profile">
          <Facts
            facts={[
              ['Account ID', <CodeChip key="id" code={id} label="the account ID" />],
              ['Username', <bdi key="name">{hostile}</bdi>],
              ['Email', `${'w'.repeat(64)}@${'example.'.repeat(12)}com`],
              ['Registered', <Time key="time" iso="2029-03-04T08:12:00.000Z" />],
              ['Waits for', undefined],
            ]}
          />
        </Panel>
        <Panel id="factors" title="Ways to sign in" count="3">
          <Facts
            facts={[
              ['Password', 'Changed 3 months ago'],
              [
                'Passkey',
                <>
                  {hostile} <Badge tone="good">Multi-factor</Badge>
                </>,
              ],
              ['Authenticator app', 'Added 2 January 2030'],
            ]}
          />
        </Panel>
      </div>
      <Panel id="sessions" title="Sessions" count="2" lead="Where this person is signed in." flush>
        <DataTable
          caption="Sessions"
          columns={[
            { label: 'Device' },
            { label: 'Address', short: true },
            { label: 'Last seen', short: true },
          ]}
          rows={[
            ['Firefox 140 on Linux', '203.0.113.9', '2030-01-15T13:58:00.000Z'],
            [hostile, '2001:db8:85a3:8d3:1319:8a2e:370:7348', '2030-01-02T03:04:00.000Z'],
          ].map(([device = '', address = '', iso = '']) => ({
            key: device,
            cells: [device, <code key="address">{address}</code>, <Time key="time" iso={iso} />],
          }))}
        />
      </Panel>
      <ActList
        id="acts"
        acts={[
          act(`/a/${id}/1`, 'End all sessions', 'Signs this person out everywhere.', 'End sessions'),
          act(
            `/a/${id}/2`,
            'Ask for a new password',
            'The password stops working, and a link to choose another is sent to the confirmed address.',
            'Ask for it',
          ),
        ]}
      />
      <ActList
        id="danger"
        danger
        acts={[
          act(`/a/${id}/3`, 'Disable account', 'Nobody can sign in to it until it is enabled.', 'Disable'),
          act(`/a/${id}/4`, 'Delete account', 'Deletes the account and its data after 14 days.', 'Delete'),
        ]}
      />
    </ConsolePage>
  );
}

/** A form that came back. */
export function Confirm({ frame }: { frame: ConsoleFrame }) {
  const problem = {
    detail: () => 'Say why, in 3 to 500 characters.',
    fields: { reason: () => 'Say why, in 3 to 500 characters.' },
  };
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title="Disable account" failed>
      <PageHead
        crumbs={[...crumbs, { href: `/admin/accounts/${id}`, label: widest }]}
        title={
          <>
            Disable <bdi>{widest}</bdi>?
          </>
        }
      />
      <ConfirmForm
        action={`/admin/accounts/${id}/disable`}
        consequences={[
          'All sessions and unfinished sign-ins end at once.',
          'Apps that this person signed in to lose their access.',
          `${hostile} gets no email about it.`,
        ]}
        submit="Disable account"
        cancel={`/admin/accounts/${id}`}
        danger
        reason="no"
        problem={problem}
      />
    </ConsolePage>
  );
}
