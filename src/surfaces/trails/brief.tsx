import { Text } from '../../kit/ui/text.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { describe, trailCode } from '../../people/trails/index.ts';
import { TrailOutcome, TrailTitle } from './list-page.tsx';

/** A trail beside something else: what was the matter and its steps, without their times. Its page has the rest. */
export function TrailBrief({ shown }: { shown: ExplainedTrail }) {
  const said = useWords();
  const { trail, username } = shown;
  const code = trailCode(trail.id);
  return (
    <div class="trail-brief">
      <p class="trail-outcome">
        <TrailOutcome trail={trail} />
        <strong>
          <TrailTitle {...shown} />
        </strong>
        <a href={`/dev/trails/${code}`}>
          <span class="sr-only">{said.ui.supportCode} </span>
          <code>{code}</code>
        </a>
      </p>
      <ol>
        {trail.parts
          .flatMap(({ steps }) => steps)
          .map((step, at) => {
            const { sentence, outcome } = describe(said, step, username);
            return (
              <li key={at} class={`step step-${outcome}`}>
                <p class="step-said">
                  <span class="sr-only">{said.trailPages.stepOutcomes[outcome]}</span>
                  <Text text={sentence} />
                </p>
              </li>
            );
          })}
      </ol>
    </div>
  );
}
