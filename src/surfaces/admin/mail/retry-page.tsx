import { isoTime } from '../../../kit/clock.ts';
import { ConfirmForm } from '../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { Facts, NothingToDo } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ListedMail } from '../../../operate/mail/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { LastError, MailBadge, Recipient } from './list-page.tsx';

/** Asks before an email is sent again. */
export function RetryMailPage({ frame, mail }: { frame: ConsoleFrame; mail: ListedMail }) {
  const said = useWords().admin.mail;
  const { columns, retry } = said;
  const facts = [
    [columns.recipient, <Recipient key="recipient" mail={mail} />],
    [columns.kind, said.kinds[mail.kind]],
    [columns.tries, String(mail.tries)],
    [columns.error, <LastError key="error" {...mail} />],
    [columns.queued, <Time key="queued" iso={isoTime(mail.created_at)} />],
    ...(mail.state === 'waiting'
      ? [[said.next, <Time key="next" iso={isoTime(mail.due_at)} />] as const]
      : []),
  ] as const;
  return (
    <PageBelow frame={frame} section="mail" title={retry.title} badges={<MailBadge state={mail.state} />}>
      <Panel id="email" title={said.kinds[mail.kind]}>
        <Facts facts={facts} />
      </Panel>
      {mail.state === 'sent' || mail.recipient === undefined ? (
        <NothingToDo title={retry.gone} href="/admin/mail" back={retry.back} />
      ) : (
        <ConfirmForm
          action={`/admin/mail/${mail.id}/retry`}
          consequences={Object.values(retry.consequences)}
          submit={retry.submit}
          cancel="/admin/mail"
          asksReason={false}
        />
      )}
    </PageBelow>
  );
}
