import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { useWords, type Words } from '../../../kit/words/index.ts';
import { describe, isDone, type Trail, type TrailOutcome, trailCode } from '../../../people/trails/index.ts';
import { At } from './list-page.tsx';

/** An attempt step by step, in words. */
function describedAttempt(words: Words, { id, parts }: Trail, username: string) {
  const trail = { id, parts };
  const outcome: TrailOutcome = isDone(trail) ? 'done' : (parts.at(-1)?.outcome ?? 'failed');
  const steps = parts.flatMap((part) =>
    part.steps.map((step) => {
      const { sentence, outcome: became } = describe(words, step, username);
      return { code: step.code, outcome: became, text: sentence };
    }),
  );
  const [first] = parts;
  return { id, code: trailCode(id), at: first?.at ?? 0, kind: first?.kind ?? 'login', outcome, steps };
}

const tones: Readonly<Record<TrailOutcome, Tone>> = {
  done: 'good',
  more: 'info',
  refused: 'bad',
  failed: 'bad',
};

/** The newest attempts; one that was stopped says by what, and the other steps unfold. */
export function AttemptsPanel({ trails, username }: { trails: readonly Trail[]; username: string }) {
  const words = useWords();
  const said = words.admin.accounts.person.attempts;
  return (
    <Panel id="attempts" title={said.title} lead={trails.length > 0 && said.lead}>
      {trails.length === 0 && <Empty title={said.none} />}
      <ul class="attempts">
        {trails.map((trail) => (
          <Attempt key={trail.id} attempt={describedAttempt(words, trail, username)} />
        ))}
      </ul>
    </Panel>
  );
}

function Attempt({ attempt }: { attempt: ReturnType<typeof describedAttempt> }) {
  const words = useWords();
  const said = words.admin.accounts.person.attempts;
  const { steps, outcome, kind, code, at } = attempt;
  const stoppedAt = outcome === 'done' ? undefined : steps.find((step) => step.outcome === 'refused');
  return (
    <li id={attempt.id}>
      <p class="attempt-head">
        <Badge tone={tones[outcome]}>{words.trailPages.outcomes[outcome]}</Badge>
        <strong>{words.trails.kinds[kind]}</strong>
        <At ms={at} show="ago" />
        <a href={`/admin/attempts/${code}`}>
          <code>{code}</code>
        </a>
      </p>
      {stoppedAt && (
        <p class="attempt-stop">
          <Text text={stoppedAt.text} />
        </p>
      )}
      <details class="fold">
        <summary>{said.all(steps.length)}</summary>
        <ol class="attempt-steps">
          {steps.map((step, index) => (
            <li key={`${index} ${step.code}`} class={`attempt-${step.outcome}`}>
              <span class="sr-only">{words.trailPages.stepOutcomes[step.outcome]}</span>
              <Text text={step.text} />
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}
