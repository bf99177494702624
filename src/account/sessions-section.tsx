import { SectionNotice } from '../kit/ui/form-problem.tsx';
import type { Done } from '../kit/ui/site.ts';
import { Time } from '../kit/ui/time.tsx';
import { useWords } from '../kit/words/index.ts';

export interface SessionView {
  id: string;
  /** In words, as "Firefox on Linux". */
  device: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  current: boolean;
  /** Whether it's that of an administrator who looks at the account. */
  impersonated?: boolean;
}

interface SessionsSectionProps {
  sessions: SessionView[];
  /** Whether the account has allowed an app access. */
  hasApps: boolean;
  done: Done | undefined;
}

/** Where the account is logged in, each session with its end. */
export function SessionsSection({ sessions, hasApps, done }: SessionsSectionProps) {
  const { sessions: said } = useWords().account;
  const others = sessions.filter((session) => !session.current).length;
  return (
    <section class="card" id="sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{said.title}</h2>
      <SectionNotice of="sessions" done={done} />
      <p class="card-lead">{said.lead}</p>
      <ul class="sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {others > 0 && (
        <form class="actions" method="post" action="/account/sessions/end-others">
          <button class="button button-quiet" type="submit">
            {said.endOthers(others)}
          </button>
        </form>
      )}
      <p class="hint">
        {hasApps && (
          <>
            <a href="/account/apps">{said.apps}</a>
            <br />
          </>
        )}
        <a href="/account/keys">{said.keys}</a>
      </p>
    </section>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const { sessions: said } = useWords().account;
  const device = session.impersonated ? said.byAdmin : session.device;
  return (
    <li class="session">
      <h3>
        {device} {session.current && <span class="chip chip-good">{said.current}</span>}
      </h3>
      <form method="post" action={`/account/sessions/${encodeURIComponent(session.id)}/end`}>
        <button class="button button-small button-quiet" type="submit">
          {said.end}
          <span class="sr-only"> {said.endWhich(device)}</span>
        </button>
      </form>
      <p class="hint">
        {said.seen(<Time iso={session.lastSeenAt} show="ago" />, session.address)}
        <br />
        {said.began(<Time iso={session.createdAt} />, <Time iso={session.expiresAt} />)}
        {session.impersonated && (
          <>
            <br />
            {said.byAdminText}
          </>
        )}
      </p>
    </li>
  );
}
