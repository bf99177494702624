import { isoTime } from '../../kit/clock.ts';
import type { OpenedMail } from '../../kit/mail/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import { sandbox } from './framed.ts';

interface PageProps {
  site: Site;
  viewer: Viewer | undefined;
}

/** Every mail, the newest first. */
export function MailboxPage({ site, viewer, mails }: PageProps & { mails: readonly OpenedMail[] }) {
  const { mailbox: said } = useWords();
  return (
    <Layout site={site} viewer={viewer} title={said.title}>
      <div class="mailbox">
        <h1>{said.title}</h1>
        <p class="lead">{said.lead}</p>
        {mails.length === 0 ? <Empty /> : <MailList mails={mails} />}
      </div>
    </Layout>
  );
}

function Empty() {
  const { mailbox: said } = useWords();
  return <p class="mail-none">{said.none(<a href="/account">{said.yourAccount}</a>)}</p>;
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
  const { title, mail: said } = useWords().mailbox;
  return (
    <Layout site={site} viewer={viewer} title={mail.subject}>
      <article class="mailbox">
        <p class="eyebrow">
          <a href="/dev/mailbox">{title}</a>
        </p>
        <h1>{mail.subject}</h1>
        <dl class="facts">
          <div>
            <dt>{said.to}</dt>
            <dd>
              <bdi>{mail.to}</bdi>
            </dd>
          </div>
          <div>
            <dt>{said.written}</dt>
            <dd>
              <Time iso={isoTime(mail.created_at)} />
            </dd>
          </div>
        </dl>
        <iframe
          class="mail-frame"
          title={said.frame}
          sandbox={sandbox}
          src={`/dev/mailbox/${mail.id}/html`}
        />
        <p>
          <a href={`/dev/mailbox/${mail.id}/html`}>{said.byItself}</a>
        </p>
        <details class="mail-text" open>
          <summary>{said.asText}</summary>
          <pre>{mail.text}</pre>
        </details>
      </article>
    </Layout>
  );
}
