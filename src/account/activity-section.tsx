import { Time } from '../kit/ui/time.tsx';
import { useWords } from '../kit/words/index.ts';

/** A line of the person's own security log. */
export interface ActivityView {
  id: string;
  /** ISO 8601 in UTC. */
  at: string;
  type: string;
  /** Facts of it, as the log keeps them. */
  detail: string | null;
  /** In words, as "Firefox on Linux". */
  device: string;
  /** Empty for what the server or an operator did. */
  address: string;
}

/** How many lines are in sight; the rest is behind a fold. */
const inSight = 4;

/** What happened to the account, the newest first. */
export function ActivitySection({ activity }: { activity: readonly ActivityView[] }) {
  const { activity: said } = useWords().account;
  const [recent, earlier] = [activity.slice(0, inSight), activity.slice(inSight)];
  return (
    <section class="card" id="activity" aria-labelledby="activity-title">
      <h2 id="activity-title">{said.title}</h2>
      <p class="card-lead">{said.lead}</p>
      <Lines lines={recent} />
      {earlier.length > 0 && (
        <details class="fold">
          <summary>{said.earlier(earlier.length)}</summary>
          <Lines lines={earlier} />
        </details>
      )}
    </section>
  );
}

function Lines({ lines }: { lines: readonly ActivityView[] }) {
  const words = useWords();
  return (
    <ol class="activity">
      {lines.map((line) => (
        <li key={line.id}>
          <span>{words.events.say(line, words)}</span>
          <span class="hint">
            <Time iso={line.at} show="ago" /> · {line.device}
            {line.address && ` · ${line.address}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
