import type { Viewer } from '../../kit/ui/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { Text } from '../../kit/ui/text.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { trailCode } from '../../people/trails/index.ts';
import { TrailFilter } from './filter.tsx';
import { TrailFacts, TrailOutcome, TrailTitle } from './list-page.tsx';
import { Timeline } from './timeline.tsx';

interface PageProps {
  site: Site;
  viewer: Viewer | undefined;
}

/** More than anybody who isn't guessing sends. */
const requestsOnPage = 50;

/** One attempt, at an address that can be passed on. */
export function TrailPage({ site, viewer, shown }: PageProps & { shown: ExplainedTrail }) {
  const { trailPages: said } = useWords();
  const { trail, username, explanation } = shown;
  const code = trailCode(trail.id);
  const advice = explanation.slice(1).join(' ');
  return (
    <Layout site={site} viewer={viewer} title={said.one.title(code)}>
      <article class="trails">
        <header class="trails-head">
          <p class="eyebrow">
            <a href="/dev/trails">{said.title}</a>
          </p>
          <h1 class="trail-title">
            <TrailTitle {...shown} />
          </h1>
          <p class="lead trail-finding">
            <Text text={explanation[0] ?? ''} />
          </p>
          <div class="trail-outcome">
            <TrailOutcome trail={trail} />
            <TrailFacts trail={trail} />
          </div>
        </header>
        <div class="card trail trail-alone">
          {advice !== '' && (
            <p class="trail-advice">
              <Text text={advice} />
            </p>
          )}
          <Timeline {...shown} most={requestsOnPage} />
        </div>
        <p class="fine">
          {said.one.terminal(<code>{`latchkey trail ${code}`}</code>)}{' '}
          {username !== undefined && (
            <a href={`/dev/trails?${new URLSearchParams({ username })}`}>
              {said.one.all(<bdi>{username}</bdi>)}
            </a>
          )}
        </p>
      </article>
    </Layout>
  );
}

interface NoTrailPageProps extends PageProps {
  id: string | undefined;
  /** How long attempts are kept, in milliseconds. */
  kept: number;
}

/** For a code that leads to nothing; `id` is undefined when it is none at all. */
export function NoTrailPage({ site, viewer, id, kept }: NoTrailPageProps) {
  const { trailPages: said } = useWords();
  const why = id === undefined ? 'no-code' : 'not-found';
  return (
    <Layout site={site} viewer={viewer} title={said.one.notFound}>
      <div class="trails">
        <header class="trails-head">
          <p class="eyebrow">
            <a href="/dev/trails">{said.title}</a>
          </p>
          <h1>{said.one.notFound}</h1>
          <p class="lead">{said.nothing.why[why](id === undefined ? said.one.this : trailCode(id), kept)}</p>
        </header>
        <TrailFilter username="" code="" />
      </div>
    </Layout>
  );
}
