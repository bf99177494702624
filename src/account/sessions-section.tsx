import { SectionNotice } from '../kit/ui/form-problem.tsx';
import type { Done } from '../kit/ui/site.ts';
import { Time } from '../kit/ui/time.tsx';

export interface SessionView {
  id: string;
  /** In words, as "Firefox on Linux". */
  device: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  current: boolean;
}

/** Where the account is logged in, each session with its end. */
export function SessionsSection({ sessions, done }: { sessions: SessionView[]; done: Done | undefined }) {
  const others = sessions.filter((session) => !session.current).length;
  return (
    <section class="card" id="sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title">Sessions</h2>
      <SectionNotice of="sessions" done={done} />
      <p class="card-lead">
        Every browser and program that is logged in as you. If you do not know one, end it and change your
        password.
      </p>
      <ul class="sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {others > 0 && (
        <form class="actions" method="post" action="/account/sessions/end-others">
          <button class="button button-quiet" type="submit">
            {others === 1 ? 'End the other session' : `End all ${others} other sessions`}
          </button>
        </form>
      )}
    </section>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  return (
    <li class="session">
      <h3>
        {session.device} {session.current && <span class="chip chip-good">This one</span>}
      </h3>
      <form method="post" action={`/account/sessions/${encodeURIComponent(session.id)}/end`}>
        <button class="button button-small button-quiet" type="submit">
          End
          <span class="sr-only"> the session on {session.device}</span>
        </button>
      </form>
      <dl>
        <div>
          <dt>Last seen</dt>
          <dd>
            <Time iso={session.lastSeenAt} show="ago" /> from {session.address}
          </dd>
        </div>
        <div>
          <dt>Began</dt>
          <dd>
            <Time iso={session.createdAt} />
          </dd>
        </div>
        <div>
          <dt>Ends</dt>
          <dd>
            <Time iso={session.expiresAt} />
          </dd>
        </div>
      </dl>
    </li>
  );
}
