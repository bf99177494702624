import { isoTime } from '../../../kit/clock.ts';
import { type MailState, mailStates } from '../../../kit/mail/index.ts';
import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, Pager, RowLink } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { listAddress } from '../../../kit/ui/console/filters.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Tabs } from '../../../kit/ui/console/tabs.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ListedMail } from '../../../operate/mail/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import type { Neighbours } from '../list-cursors.ts';
import { PersonName } from '../person-name.tsx';

const here = '/admin/mail';

interface MailQueuePageProps {
  frame: ConsoleFrame;
  state: MailState | undefined;
  mails: readonly ListedMail[];
  beside: Neighbours;
  mayRetry: boolean;
  /** The viewer may open a person's page. */
  opensPeople: boolean;
}

/** The outbox: the recipient, kind and state of each email. */
export function MailQueuePage({ frame, state, mails, beside, ...may }: MailQueuePageProps) {
  const said = useWords().admin.mail;
  const { newer, older } = beside;
  const tabs = [
    { href: here, label: said.tabs.all },
    ...mailStates.map((one) => ({ href: listAddress(here, { state: one }), label: said.states[one] })),
  ];
  return (
    <SectionPage frame={frame} section="mail" lead={said.lead}>
      <Tabs label={said.tabs.label} tabs={tabs} here={listAddress(here, { state })} />
      <Panel id="emails" title={state ? said.states[state] : said.list} flush>
        <MailTable mails={mails} {...may} />
        {mails.length > 0 && (
          <Pager
            shown={said.shown(mails.length)}
            newer={newer && listAddress(here, { state, cursor: newer })}
            older={older && listAddress(here, { state, cursor: older })}
          />
        )}
      </Panel>
    </SectionPage>
  );
}

function MailTable({
  mails,
  mayRetry,
  opensPeople,
}: Pick<MailQueuePageProps, 'mails' | 'mayRetry' | 'opensPeople'>) {
  const said = useWords().admin.mail;
  const { recipient, kind, state, tries, error, queued } = said.columns;
  return (
    <DataTable
      caption={said.caption}
      columns={[
        { label: recipient },
        { label: kind, short: true },
        { label: state, short: true },
        { label: tries, align: 'end' },
        { label: error },
        { label: queued, short: true },
      ]}
      rows={mails.map((mail) => ({
        key: mail.id,
        cells: [
          <Recipient key="recipient" mail={mail} isLink={opensPeople} />,
          said.kinds[mail.kind],
          <State key="state" mail={mail} mayRetry={mayRetry} />,
          String(mail.tries),
          <LastError key="error" {...mail} />,
          <Time key="time" iso={isoTime(mail.created_at)} />,
        ],
      }))}
      empty={<Empty title={said.nothing.title} text={said.nothing.text} />}
    />
  );
}

/** The address of an email, and whose it is. */
export function Recipient({ mail, isLink = false }: { mail: ListedMail; isLink?: boolean }) {
  const said = useWords().admin.mail;
  const { recipient, username, account_id: id } = mail;
  return (
    <>
      {recipient === undefined ? said.deleted : <bdi>{recipient}</bdi>}
      {username !== undefined && (
        <span class="cell-note">
          <PersonName id={isLink ? id : null} name={username} />
        </span>
      )}
    </>
  );
}

const tones = { waiting: 'warn', sent: 'good', 'given-up': 'bad' } as const satisfies Readonly<
  Record<MailState, Tone>
>;

export function MailBadge({ state }: Pick<ListedMail, 'state'>) {
  return <Badge tone={tones[state]}>{useWords().admin.mail.states[state]}</Badge>;
}

function State({ mail, mayRetry }: { mail: ListedMail; mayRetry: boolean }) {
  const said = useWords().admin.mail;
  const canRetry = mayRetry && mail.state !== 'sent' && mail.recipient !== undefined;
  return (
    <>
      <MailBadge state={mail.state} />
      {canRetry && (
        <span class="cell-note">
          <RowLink href={`${here}/${mail.id}/retry`} label={said.retry.link} of={mail.recipient} />
        </span>
      )}
    </>
  );
}

/** What went wrong, and how to fix it. */
export function LastError({ last_error, remedy }: ListedMail) {
  if (last_error === null) return <>–</>;
  return (
    <>
      <code>{last_error}</code>
      {remedy && <span class="cell-note">{remedy}</span>}
    </>
  );
}
