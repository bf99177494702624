import type { ComponentChildren } from 'preact';
import { type Act, ActList } from '../../../kit/ui/console/acts.tsx';
import { Badge } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable } from '../../../kit/ui/console/data-table.tsx';
import { CodeChip, Empty, Facts } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Notice } from '../../../kit/ui/form-problem.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { Person } from '../../../operate/accounts/index.ts';
import { attributesOf } from '../../../people/accounts/index.ts';
import type { EventsTable } from '../../../people/events/index.ts';
import type { Session } from '../../../people/sessions/index.ts';
import type { Trail } from '../../../people/trails/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { AttemptsPanel } from './attempts-panel.tsx';
import { At, StateBadge } from './list-page.tsx';
import { stateOf } from './listed.ts';

interface PersonPageProps {
  frame: ConsoleFrame;
  person: Person;
  sessions: readonly Omit<Session, 'current'>[];
  /** Left out where the viewer may not see them. */
  trails: readonly Trail[] | undefined;
  events: readonly EventsTable[];
  acts: { readonly usual: readonly Act[]; readonly dangerous: readonly Act[] };
  mayOpenData: boolean;
  mayOpenRoles: boolean;
  /** What the act that led here did. */
  done: Say | undefined;
}

/** `/admin/accounts/:id`: first whether this person can sign in and why, then their account and what can be done to it. */
export function PersonPage({ frame, person, sessions, trails, events, acts, ...more }: PersonPageProps) {
  const said = useWords().admin.accounts;
  const { account, facts, canSignIn, because, roles } = person;
  const { username } = account;
  const { mayOpenData, mayOpenRoles, done } = more;
  return (
    <PageBelow
      frame={frame}
      section="accounts"
      title={username}
      heading={<bdi>{username}</bdi>}
      lead={<CodeChip code={account.id} label={said.person.facts.idOf} />}
      badges={
        <>
          <StateBadge state={stateOf({ closed: account, counts: facts.counts })} />
          {roles
            .filter(({ kind }) => kind === 'admin')
            .map(({ id, name }) => (
              <Badge key={id} tone="info">
                {name}
              </Badge>
            ))}
        </>
      }
    >
      <Notice text={done} />
      <Notice warns={canSignIn !== 'yes'} text={() => said.person.canSignIn[canSignIn](username, because)} />
      <ActList id="acts" acts={acts.usual} />
      <div class="columns">
        <Profile person={person} />
        <Methods person={person} />
      </div>
      <Sessions sessions={sessions} />
      {trails && <AttemptsPanel trails={trails} username={username} />}
      <Activity events={events} />
      <Roles person={person} mayOpen={mayOpenRoles} />
      {mayOpenData && <Data id={account.id} />}
      <ActList id="danger" danger acts={acts.dangerous} />
    </PageBelow>
  );
}

function Profile({ person: { account, email, disabledReason } }: { person: Person }) {
  const { person: said, never } = useWords().admin.accounts;
  const { facts } = said;
  return (
    <Panel id="profile" title={said.profile}>
      <Facts
        facts={[
          [facts.username, <bdi key="username">{account.username}</bdi>],
          [facts.email, email.email && <bdi key="email">{email.email}</bdi>],
          ...(email.pending === null
            ? []
            : ([[facts.pending, <bdi key="pending">{email.pending}</bdi>]] as const)),
          [facts.registered, <At key="registered" ms={account.created_at} />],
          [
            facts.lastSignIn,
            account.last_login_at === null ? never : <At key="last" ms={account.last_login_at} />,
          ],
          ...(disabledReason === null ? [] : ([[facts.reason, disabledReason]] as const)),
        ]}
      />
    </Panel>
  );
}

function Methods({ person: { facts, factors, identities } }: { person: Person }) {
  const said = useWords().admin.accounts.person.methods;
  const { password } = facts;
  return (
    <Panel id="factors" title={said.title}>
      <Facts
        facts={[
          [
            said.password,
            password === null ? said.noPassword : said.changed(<At key="at" ms={password.changedAt} />),
          ],
          [said.others, factors.said.length === 0 ? said.noOthers : factors.said.join(', ')],
          ...identities.map(
            ({ id, label, name, addedAt, usedAt }) =>
              [
                said.signInWith(label),
                <>
                  {name !== null && <bdi>{name}</bdi>} {said.connected(<Time key={id} iso={addedAt} />)}{' '}
                  {said.used(<Time key={id} iso={usedAt} show="ago" />)}
                </>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  );
}

function Sessions({ sessions }: Pick<PersonPageProps, 'sessions'>) {
  const said = useWords().admin.accounts.person.sessions;
  return (
    <Panel id="sessions" title={said.title} count={String(sessions.length)} flush>
      <DataTable
        caption={said.title}
        columns={[
          { label: said.device },
          { label: said.address, short: true },
          { label: said.since, short: true },
          { label: said.seen, short: true },
        ]}
        rows={sessions.map(({ id, device, address, createdAt, lastSeenAt }) => ({
          key: id,
          cells: [
            device,
            <code key="address">{address}</code>,
            <Time key="since" iso={createdAt} />,
            <Time key="seen" iso={lastSeenAt} show="ago" />,
          ],
        }))}
        empty={<Empty title={said.none} />}
      />
    </Panel>
  );
}

function Activity({ events }: Pick<PersonPageProps, 'events'>) {
  const words = useWords();
  const said = words.admin.accounts.person.events;
  return (
    <Panel id="events" title={said.title} flush>
      <DataTable
        caption={said.title}
        columns={[
          { label: said.what },
          { label: said.when, short: true },
          { label: said.device },
          { label: said.address, short: true },
        ]}
        rows={events.map((event) => ({
          key: event.id,
          cells: [
            words.events.say(event, words),
            <At key="at" ms={event.at} />,
            event.device,
            <code key="address">{event.address}</code>,
          ],
        }))}
        empty={<Empty title={said.none} />}
      />
    </Panel>
  );
}

function Roles({ person: { account, roles }, mayOpen }: { person: Person; mayOpen: boolean }) {
  const said = useWords().admin.accounts.person.roles;
  const listed = (wanted: 'admin' | 'app'): ComponentChildren => {
    const held = roles.filter(({ kind }) => kind === wanted);
    if (held.length === 0) return said.none;
    return (
      <ul class="plain">
        {held.map(({ id, name, expires_at: until }) => (
          <li key={id}>{until === null ? name : said.until(name, <At key="until" ms={until} />)}</li>
        ))}
      </ul>
    );
  };
  const attributes = Object.entries(attributesOf(account));
  return (
    <Panel
      id="roles"
      title={said.title}
      actions={
        mayOpen && (
          <a class="button button-quiet button-small" href={`/admin/accounts/${account.id}/roles`}>
            {said.open}
          </a>
        )
      }
    >
      <Facts
        facts={[
          [said.admin, listed('admin')],
          [said.app, listed('app')],
          [
            said.attributes,
            attributes.length === 0 ? undefined : (
              <code key="attributes">{JSON.stringify(Object.fromEntries(attributes))}</code>
            ),
          ],
        ]}
      />
    </Panel>
  );
}

function Data({ id }: { id: string }) {
  const said = useWords().admin.accounts.person.data;
  return (
    <Panel
      id="data"
      title={said.title}
      lead={said.text}
      actions={
        <a class="button button-quiet button-small" href={`/admin/accounts/${id}/data`}>
          {said.open}
        </a>
      }
    >
      {null}
    </Panel>
  );
}
