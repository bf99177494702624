import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, Pager, RowLink } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { listAddress } from '../../../kit/ui/console/filters.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Tabs } from '../../../kit/ui/console/tabs.tsx';
import { Notice } from '../../../kit/ui/form-problem.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { ListedInvitation } from '../../../operate/invitations/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import type { Neighbours } from '../list-cursors.ts';

const here = '/admin/invitations';

interface InvitationsPageProps {
  frame: ConsoleFrame;
  onlyOpen: boolean;
  items: readonly ListedInvitation[];
  beside: Neighbours;
  mayInvite: boolean;
  done: Say | undefined;
}

/** The address of a page of the list. */
export const invitationsAt = (onlyOpen: boolean, cursor?: string): string =>
  listAddress(here, { state: onlyOpen ? undefined : 'all', cursor });

/** `/admin/invitations`: who was invited, and what became of it. */
export function InvitationsPage({ frame, onlyOpen, items, beside, mayInvite, done }: InvitationsPageProps) {
  const said = useWords().admin.invitations;
  const { newer, older } = beside;
  const at = (cursor?: string) => invitationsAt(onlyOpen, cursor);
  const invite = mayInvite && (
    <a class="button" href={`${here}/new`}>
      {said.create}
    </a>
  );
  const { title, text } = said.none[onlyOpen ? 'open' : 'all'];
  return (
    <SectionPage frame={frame} section="invitations" lead={said.lead} actions={invite}>
      <Notice text={done} />
      <Tabs
        label={said.tabs.label}
        tabs={[
          { href: invitationsAt(true), label: said.tabs.open },
          { href: invitationsAt(false), label: said.tabs.all },
        ]}
        here={at()}
      />
      <Panel id="invitations" title={onlyOpen ? said.tabs.open : said.tabs.all} flush>
        <Invitations items={items} mayRevoke={mayInvite} empty={<Empty title={title} text={text} />} />
        {items.length > 0 && (
          <Pager shown={said.shown(items.length)} newer={newer && at(newer)} older={older && at(older)} />
        )}
      </Panel>
    </SectionPage>
  );
}

interface InvitationsProps {
  items: readonly ListedInvitation[];
  mayRevoke: boolean;
  empty: ReturnType<typeof Empty>;
}

function Invitations({ items, mayRevoke, empty }: InvitationsProps) {
  const said = useWords().admin.invitations;
  const { columns } = said;
  return (
    <DataTable
      caption={said.caption}
      columns={[
        { label: columns.email },
        { label: columns.state, short: true },
        { label: columns.roles },
        { label: columns.by, short: true },
        { label: columns.sent, short: true },
        { label: columns.expires, short: true },
      ]}
      rows={items.map((one) => ({
        key: one.id,
        cells: [
          <Recipient key="email" {...one} />,
          <State key="state" invitation={one} mayRevoke={mayRevoke} />,
          one.roles.length === 0 ? '–' : one.roles.join(', '),
          <Inviter key="by" {...one} />,
          <Time key="sent" iso={one.createdAt} show="ago" />,
          <Time key="expires" iso={one.expiresAt} />,
        ],
      }))}
      empty={empty}
    />
  );
}

function Recipient({ email, note }: ListedInvitation) {
  const said = useWords().admin.invitations;
  return (
    <>
      {email === null ? said.accepted : <bdi>{email}</bdi>}
      {note !== null && (
        <span class="cell-note">
          <bdi>{note}</bdi>
        </span>
      )}
    </>
  );
}

const tones = {
  open: 'info',
  used: 'good',
  revoked: 'neutral',
  expired: 'neutral',
} as const satisfies Readonly<Record<ListedInvitation['state'], Tone>>;

function State({ invitation, mayRevoke }: { invitation: ListedInvitation; mayRevoke: boolean }) {
  const said = useWords().admin.invitations;
  const { id, email, state } = invitation;
  return (
    <>
      <InvitationBadge state={state} />
      {mayRevoke && state === 'open' && (
        <span class="cell-note">
          <RowLink href={`${here}/${id}/revoke`} label={said.revoke.link} of={email} />
        </span>
      )}
    </>
  );
}

export function InvitationBadge({ state }: Pick<ListedInvitation, 'state'>) {
  return <Badge tone={tones[state]}>{useWords().admin.invitations.states[state]}</Badge>;
}

/** Who sent an invitation: a username, the ID of an account that is gone, or the command line. */
export function Inviter({ inviter, invitedBy }: ListedInvitation) {
  const { byCommand } = useWords().admin.invitations;
  if (inviter !== null) return <bdi>{inviter}</bdi>;
  return invitedBy === null ? <span>{byCommand}</span> : <code>{invitedBy}</code>;
}
