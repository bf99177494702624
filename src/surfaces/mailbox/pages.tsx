import { isoTime } from '../../kit/clock.ts';
import type { OpenedMail } from '../../kit/mail/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { sandbox } from './framed.ts';

interface PageProps {
  site: Site;
  viewer: Viewer | undefined;
}

/** Every mail, the newest first. */
export function MailboxPage({ site, viewer, mails }: PageProps & { mails: readonly OpenedMail[] }) {
  return (
    <Layout site={site} viewer={viewer} title="Mailbox">
      <div class="mailbox">
        <h1>Mailbox</h1>
        <p class="lead">
          In development no mail leaves this machine. What would have been sent is here, whoever it is for.
        </p>
        {mails.length === 0 ? <Empty /> : <MailList mails={mails} />}
      </div>
    </Layout>
  );
}

function Empty() {
  return (
    <p class="mail-none">
      No mail yet. Add a mail address to <a href="/account">your account</a>, then look again.
    </p>
  );
}

function MailList({ mails }: { mails: readonly OpenedMail[] }) {
  return (
    <ul class="mail-list">
      {mails.map(({ id, subject, to, created_at }) => (
        <li key={id}>
          <a href={`/dev/mailbox/${id}`}>
            <strong class="mail-subject">{subject}</strong>
            <bdi class="mail-to">{to}</bdi>
            <span class="mail-time">
              <Time iso={isoTime(created_at)} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** One mail in both of its forms. */
export function MailPage({ site, viewer, mail }: PageProps & { mail: OpenedMail }) {
  return (
    <Layout site={site} viewer={viewer} title={mail.subject}>
      <article class="mailbox">
        <p class="eyebrow">
          <a href="/dev/mailbox">Mailbox</a>
        </p>
        <h1>{mail.subject}</h1>
        <dl class="facts">
          <div>
            <dt>To</dt>
            <dd>
              <bdi>{mail.to}</bdi>
            </dd>
          </div>
          <div>
            <dt>Written</dt>
            <dd>
              <Time iso={isoTime(mail.created_at)} />
            </dd>
          </div>
        </dl>
        <iframe
          class="mail-frame"
          title="The mail as most mail programs show it"
          sandbox={sandbox}
          src={`/dev/mailbox/${mail.id}/html`}
        />
        <p>
          <a href={`/dev/mailbox/${mail.id}/html`}>Open the mail by itself</a>
        </p>
        <details class="mail-text" open>
          <summary>As plain text</summary>
          <pre>{mail.text}</pre>
        </details>
      </article>
    </Layout>
  );
}
