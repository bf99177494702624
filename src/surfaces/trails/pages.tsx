import { isoTime } from '../../kit/clock.ts';
import type { Viewer } from '../../kit/ui/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { Text } from '../../kit/ui/text.tsx';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { trailCode } from '../../people/trails/index.ts';
import { outcomeOf } from './outcome.ts';
import { durationOf, Timeline } from './timeline.tsx';

interface PageProps {
  site: Site;
  viewer: Viewer | undefined;
}

/** All attempts, the newest first and open. A script of the page renews it while people try things. */
export function TrailsPage({ site, viewer, trails }: PageProps & { trails: readonly ExplainedTrail[] }) {
  const { trailPages: said } = useWords();
  return (
    <Layout site={site} viewer={viewer} title={said.title} scripts={['trails.js']}>
      <div class="trails">
        <header class="trails-head">
          <p class="eyebrow">{said.eyebrow}</p>
          <h1>{said.title}</h1>
          <p class="lead">{said.lead}</p>
          <p class="trails-live" role="status" data-trails-live hidden>
            {said.live}
          </p>
        </header>
        <div class="trails-list" data-trails>
          {trails.length === 0 && <NoTrails />}
          {trails.map((shown, at) => (
            <TrailCard key={shown.trail.id} shown={shown} open={at === 0} />
          ))}
        </div>
      </div>
    </Layout>
  );
}

function NoTrails() {
  const said = useWords().trailPages.nothing;
  return (
    <div class="card">
      <h2>{said.title}</h2>
      <p>{said.lead(<a href="/register">{said.register}</a>, <a href="/login">{said.logIn}</a>)}</p>
    </div>
  );
}

function TrailCard({ shown, open }: { shown: ExplainedTrail; open: boolean }) {
  const { trail, username, explanation } = shown;
  const { trails, trailPages: said } = useWords();
  const { outcome, tone } = outcomeOf(trail);
  const [first] = trail.parts;
  if (!first) return null;
  return (
    <details class="card trail" id={trail.id} open={open}>
      <summary>
        <span class={`chip chip-${tone}`}>{said.outcomes[outcome]}</span>
        <span class="trail-title">
          {username === undefined
            ? trails.kinds[first.kind]
            : said.kindOf(trails.kinds[first.kind], <bdi>{username}</bdi>)}
        </span>
        <span class="trail-facts">
          <Time iso={isoTime(first.at)} show="ago" />
          <span>{trails.milliseconds(trail.parts.reduce((sum, part) => sum + durationOf(part), 0))}</span>
          <code>{trailCode(trail.id)}</code>
        </span>
        <span class="trail-finding">{explanation[0]}</span>
      </summary>
      {explanation.length > 1 && <p class="trail-advice">{explanation.slice(1).join(' ')}</p>}
      <Timeline {...shown} />
    </details>
  );
}

/** What each step means, from the same table as docs/guide/steps.md. */
export function StepsGuidePage({ site, viewer }: PageProps) {
  const { trails, trailPages: said } = useWords();
  const steps = Object.entries(trails.explanations);
  return (
    <Layout site={site} viewer={viewer} title={said.guide.title}>
      <article class="steps-guide">
        <header class="trails-head">
          <p class="eyebrow">
            <a href="/dev/trails">{said.title}</a>
          </p>
          <h1>{said.guide.title}</h1>
          <p class="lead">{said.guide.lead}</p>
        </header>
        <nav aria-label={said.steps}>
          <ul class="steps-nav">
            {steps.map(([code, { title }]) => (
              <li key={code}>
                <a href={`#${code}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        {steps.map(([code, { title, rule, why }]) => (
          <section key={code} id={code} class="step-explained">
            <h2>{title}</h2>
            <p class="step-explained-rule">{rule}</p>
            <p>
              <Text text={why} />
            </p>
          </section>
        ))}
      </article>
    </Layout>
  );
}
