import { isoTime } from '../../../kit/clock.ts';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { Pager } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { FilterChoice, Filters, FilterText, listAddress } from '../../../kit/ui/console/filters.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ExplainedTrail } from '../../../login/index.ts';
import { trailCode } from '../../../people/trails/index.ts';
import type { Listed, Wanted } from '../../trails/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import type { Neighbours } from '../list-cursors.ts';
import { AttemptOutcome, AttemptTitle } from './parts.tsx';
import { attemptOutcomes } from './schemas.ts';

const here = '/admin/attempts';

export type AttemptFilters = Pick<Wanted, 'username' | 'code' | 'outcome'>;

/** Where the list is for these filters. */
export const attemptsAddress = ({ username, code, outcome }: AttemptFilters, cursor?: string): string =>
  listAddress(here, { name: username, code, outcome, cursor });

interface AttemptListPageProps {
  frame: ConsoleFrame;
  wanted: Wanted;
  listed: Listed;
  beside: Neighbours;
  /** How long attempts are kept, in milliseconds. */
  kept: number;
}

/**
 * Attempts, the newest first. A script says when there is something new, and shows it when asked to:
 * nothing moves under what somebody reads.
 */
export function AttemptListPage({ frame, wanted, listed, beside, kept }: AttemptListPageProps) {
  const said = useWords().admin.attempts;
  const { trails } = listed;
  const filters = { name: wanted.username, code: wanted.code, outcome: wanted.outcome };
  const isTop = wanted.before === undefined && wanted.after === undefined;
  return (
    <SectionPage frame={frame} section="attempts" lead={said.lead(kept)} scripts={isTop ? ['trails.js'] : []}>
      <AttemptFilters {...filters} />
      <Panel
        id="attempts"
        title={said.list}
        actions={isTop && <Live address={attemptsAddress(wanted)} />}
        flush
      >
        <div class="attempts" data-trails>
          {trails.length === 0 && <Nothing wanted={wanted} why={listed.why} kept={kept} />}
          {trails.map((shown) => (
            <Attempt key={shown.trail.id} {...shown} />
          ))}
          {trails.length > 0 && (
            <Pager
              shown={said.shown(trails.length)}
              newer={beside.newer && attemptsAddress(wanted, beside.newer)}
              older={beside.older && attemptsAddress(wanted, beside.older)}
            />
          )}
        </div>
      </Panel>
    </SectionPage>
  );
}

interface Filled {
  readonly name: string;
  readonly code: string;
  readonly outcome: Wanted['outcome'];
}

function AttemptFilters({ name, code, outcome }: Filled) {
  const { admin, trailPages } = useWords();
  const said = admin.attempts.filter;
  const isFiltered = name !== '' || code !== '' || outcome !== undefined;
  const outcomes = attemptOutcomes.map((one) => [one, trailPages.outcomes[one]] as const);
  return (
    <Filters
      label={said.label}
      action={here}
      submit={said.submit}
      clear={isFiltered ? said.clear : undefined}
    >
      <FilterText name="name" label={said.username} value={name} />
      <FilterText name="code" label={said.code} value={code} placeholder="7K3M-Q2XV-9D4T" />
      <FilterChoice
        name="outcome"
        label={said.outcome}
        value={outcome ?? ''}
        choices={[['', said.anyOutcome], ...outcomes]}
      />
    </Filters>
  );
}

/** Filled by the script: that it's listening, and how many attempts are new. */
function Live({ address }: { address: string }) {
  const { live } = useWords().admin.attempts;
  return (
    <p
      class="trails-live"
      data-trails-live
      data-stream={`${here}/stream`}
      data-waiting={live.waiting}
      data-one={live.one}
      data-more={live.more('{count}')}
    >
      <span role="status" />
      <a href={address} hidden>
        {live.show}
      </a>
    </p>
  );
}

function Attempt(shown: ExplainedTrail) {
  const { trail, explanation } = shown;
  const code = trailCode(trail.id);
  return (
    <article class="trail attempt" id={trail.id} data-parts={trail.parts.length}>
      <h3 class="trail-title">
        <a href={`${here}/${code}`}>
          <AttemptTitle {...shown} />
        </a>
      </h3>
      <AttemptOutcome trail={trail} />
      <p class="attempt-finding">
        <Text text={explanation[0] ?? ''} />
      </p>
      <p class="attempt-facts">
        <Time iso={isoTime(trail.parts.at(-1)?.at ?? 0)} show="ago" />
        <code>{code}</code>
      </p>
    </article>
  );
}

function Nothing({ wanted, why, kept }: Pick<AttemptListPageProps, 'wanted' | 'kept'> & Pick<Listed, 'why'>) {
  const { admin, trailPages } = useWords();
  const said = admin.attempts.nothing;
  if (why === undefined) return <Empty title={said.title} />;
  if (why === 'no-attempts') return <Empty title={said.none} text={said.text} />;
  const typed = why === 'no-code' || why === 'not-found' ? wanted.code : wanted.username;
  return <Empty title={said.title} text={trailPages.nothing.why[why](<bdi>{typed}</bdi>, kept)} />;
}
