import { Text } from '../../kit/ui/text.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { trailCode } from '../../people/trails/index.ts';
import { outcomeOf } from './outcome.ts';
import { Timeline } from './timeline.tsx';

/** So many of its requests; its own page has more. */
const requestsInPanel = 5;

/** The foot of a page in development: the last attempt of this browser, step by step. Nothing without a trail. */
export function WhatJustHappened({ shown }: { shown: ExplainedTrail | undefined }) {
  const { trailPages: said } = useWords();
  if (!shown) return null;
  const { trail, explanation } = shown;
  const { tone } = outcomeOf(trail);
  const code = trailCode(trail.id);
  return (
    <details class={`what-happened what-happened-${tone}`}>
      <summary>
        <span class="what-happened-title">{said.title}</span>
        <span class="what-happened-finding">
          <Text text={explanation[0] ?? ''} />
        </span>
      </summary>
      <div class="what-happened-body">
        {explanation.length > 1 && (
          <p class="trail-advice">
            <Text text={explanation.slice(1).join(' ')} />
          </p>
        )}
        <Timeline {...shown} most={requestsInPanel} />
        <p class="fine">
          {said.panel.fine(
            <a href={`/dev/trails/${code}`}>
              <code>{code}</code>
            </a>,
            <a href="/dev/trails">{said.panel.all}</a>,
          )}
        </p>
      </div>
    </details>
  );
}
