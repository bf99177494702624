import { isoTime } from '../../kit/clock.ts';
import type { Viewer } from '../../kit/ui/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { Text } from '../../kit/ui/text.tsx';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { type Trail, trailCode } from '../../people/trails/index.ts';
import { TrailFilter } from './filter.tsx';
import type { Listed, Wanted, WhyNothing } from './find-listed.ts';
import { outcomeOf } from './outcome.ts';
import { durationOf, Timeline } from './timeline.tsx';

interface TrailsPageProps {
  site: Site;
  viewer: Viewer | undefined;
  wanted: Wanted;
  listed: Listed;
  /** How long attempts are kept, in milliseconds. */
  kept: number;
}

/**
 * Attempts, the newest first and with its steps; each of the others leads to its own page. A script of the page says when
 * there is something new, and shows it when it is asked to: nothing moves under what somebody reads.
 */
export function TrailsPage({ site, viewer, wanted, listed, kept }: TrailsPageProps) {
  const { trailPages: said } = useWords();
  const { trails, older, why } = listed;
  const isNewest = wanted.before === undefined;
  return (
    <Layout site={site} viewer={viewer} title={said.title} scripts={isNewest ? ['trails.js'] : []}>
      <div class="trails">
        <header class="trails-head">
          <p class="eyebrow">{said.eyebrow}</p>
          <h1>{said.title}</h1>
          <p class="lead">{said.lead}</p>
        </header>
        <TrailFilter {...wanted} />
        {isNewest && (
          <p
            class="trails-live"
            data-trails-live
            data-stream="/dev/trails/stream"
            data-waiting={said.live.waiting}
            data-one={said.live.one}
            data-more={said.live.more('{count}')}
          >
            <span role="status" />
            <a href={addressOf(wanted)} hidden>
              {said.live.show}
            </a>
          </p>
        )}
        <div class="trails-list" data-trails>
          {why && <Nothing why={why} kept={kept} {...wanted} />}
          {trails.map((shown, at) => (
            <TrailCard key={shown.trail.id} shown={shown} inFull={at === 0} />
          ))}
          {(older !== undefined || !isNewest) && (
            <p class="trails-pages">
              {!isNewest && <a href={addressOf({ ...wanted, before: undefined })}>{said.newest}</a>}
              {older !== undefined && <a href={addressOf({ ...wanted, before: older })}>{said.older}</a>}
            </p>
          )}
        </div>
      </div>
    </Layout>
  );
}

function addressOf({ username, code, before = '' }: Wanted): string {
  const query = new URLSearchParams({ username, code, before });
  for (const [name, value] of [...query]) if (value === '') query.delete(name);
  return query.size === 0 ? '/dev/trails' : `/dev/trails?${query}`;
}

function Nothing({ why, username, code, kept }: Wanted & { why: WhyNothing; kept: number }) {
  const said = useWords().trailPages.nothing;
  if (why === 'no-attempts') {
    return (
      <div class="card">
        <h2>{said.title}</h2>
        <p>{said.lead(<a href="/register">{said.register}</a>, <a href="/login">{said.logIn}</a>)}</p>
      </div>
    );
  }
  return (
    <div class="card">
      <h2>{said.noMatch}</h2>
      <p>{said.why[why](<bdi>{why === 'no-code' || why === 'not-found' ? code : username}</bdi>, kept)}</p>
      <p>
        <a href="/dev/trails">{said.all}</a>
      </p>
    </div>
  );
}

/** So many requests of an attempt are shown in the list; its own page has more. */
const requestsInList = 5;

function TrailCard({ shown, inFull }: { shown: ExplainedTrail; inFull: boolean }) {
  const { trail, explanation } = shown;
  const advice = explanation.slice(1).join(' ');
  if (trail.parts.length === 0) return null;
  return (
    <article class="card trail" id={trail.id} data-parts={trail.parts.length}>
      <div class="trail-summary">
        <TrailOutcome trail={trail} />
        <h2 class="trail-title">
          <a href={`/dev/trails/${trailCode(trail.id)}`}>
            <TrailTitle {...shown} />
          </a>
        </h2>
        <TrailFacts trail={trail} />
        <p class="trail-finding">
          <Text text={explanation[0] ?? ''} />
        </p>
      </div>
      {inFull && advice !== '' && (
        <p class="trail-advice">
          <Text text={advice} />
        </p>
      )}
      {inFull && <Timeline {...shown} most={requestsInList} />}
    </article>
  );
}

/** What somebody tried to do, and who, where that is known. */
export function TrailTitle({ trail, username }: Pick<ExplainedTrail, 'trail' | 'username'>) {
  const { trails, trailPages: said } = useWords();
  const kind = trails.kinds[trail.parts[0]?.kind ?? 'login'];
  return <>{username === undefined ? kind : said.kindOf(kind, <bdi>{username}</bdi>)}</>;
}

export function TrailOutcome({ trail }: { trail: Trail }) {
  const { outcome, tone } = outcomeOf(trail);
  return <span class={`chip chip-${tone}`}>{useWords().trailPages.outcomes[outcome]}</span>;
}

/** When it began, how long its requests took together, and its support code. */
export function TrailFacts({ trail }: { trail: Trail }) {
  const { trails } = useWords();
  return (
    <p class="trail-facts">
      <Time iso={isoTime(trail.parts[0]?.at ?? 0)} show="ago" />
      <span>{trails.milliseconds(trail.parts.reduce((sum, part) => sum + durationOf(part), 0))}</span>
      <code>{trailCode(trail.id)}</code>
    </p>
  );
}
