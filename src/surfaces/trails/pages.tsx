import { isoTime } from '../../kit/clock.ts';
import type { Viewer } from '../../kit/ui/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
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
  return (
    <Layout site={site} viewer={viewer} title="What just happened?" scripts={['trails.js']}>
      <div class="trails">
        <header class="trails-head">
          <p class="eyebrow">Development</p>
          <h1>What just happened?</h1>
          <p class="lead">
            Each attempt to register, log in, recover or prove, the newest first: its steps, how long each
            took, and the rule behind it.
          </p>
          <p class="trails-live" role="status" data-trails-live hidden>
            Live: new attempts appear by themselves.
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
  return (
    <div class="card">
      <h2>Nothing yet</h2>
      <p>
        <a href="/register">Register</a> or <a href="/login">log in</a>, in another window or with curl, and
        it appears here.
      </p>
    </div>
  );
}

function TrailCard({ shown, open }: { shown: ExplainedTrail; open: boolean }) {
  const { trail, username, explanation } = shown;
  const { trails } = useWords();
  const { word, tone } = outcomeOf(trail);
  const [first] = trail.parts;
  if (!first) return null;
  return (
    <details class="card trail" id={trail.id} open={open}>
      <summary>
        <span class={`chip chip-${tone}`}>{word}</span>
        <span class="trail-title">
          {trails.kinds[first.kind]}
          {username !== undefined && (
            <>
              {' of '}
              <bdi>{username}</bdi>
            </>
          )}
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
  const steps = Object.entries(useWords().trails.explanations);
  return (
    <Layout site={site} viewer={viewer} title="The steps of a trail">
      <article class="steps-guide">
        <header class="trails-head">
          <p class="eyebrow">
            <a href="/dev/trails">What just happened?</a>
          </p>
          <h1>The steps of a trail</h1>
          <p class="lead">What each step means, and which rule is behind it.</p>
        </header>
        <nav aria-label="Steps">
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
            <p>{withCode(why)}</p>
          </section>
        ))}
      </article>
    </Layout>
  );
}

/** What stands between backticks is code. */
function withCode(text: string) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part));
}
