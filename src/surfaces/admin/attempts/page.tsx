import { isoTime } from '../../../kit/clock.ts';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { CodeChip, Facts } from '../../../kit/ui/console/facts.tsx';
import { listAddress } from '../../../kit/ui/console/filters.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ExplainedTrail } from '../../../login/index.ts';
import { trailCode } from '../../../people/trails/index.ts';
import { accountOf, Timeline } from '../../trails/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { AttemptOutcome, AttemptTitle } from './parts.tsx';

/** More than anybody sends who isn't guessing. */
const requestsOnPage = 50;

/** One attempt: what went wrong, what to do about it, and each step. */
export function AttemptPage({ frame, shown }: { frame: ConsoleFrame; shown: ExplainedTrail }) {
  const { admin, trailPages } = useWords();
  const said = admin.attempts;
  const { trail, explanation } = shown;
  const advice = explanation.slice(1).join(' ');
  return (
    <PageBelow
      frame={frame}
      section="attempts"
      title={trailPages.one.title(trailCode(trail.id))}
      heading={<AttemptTitle {...shown} />}
      badges={<AttemptOutcome trail={trail} />}
      lead={<Text text={explanation[0] ?? ''} />}
    >
      {advice !== '' && (
        <p class="trail-advice attempt-advice">
          <Text text={advice} />
        </p>
      )}
      <Panel id="summary" title={said.one.facts}>
        <Summary shown={shown} people={frame.searchAt} />
      </Panel>
      <Panel id="steps" title={said.one.steps}>
        <Timeline {...shown} most={requestsOnPage} hasGuide={false} />
      </Panel>
    </PageBelow>
  );
}

function Summary({ shown, people }: { shown: ExplainedTrail; people: string | undefined }) {
  const { trail, username } = shown;
  const { admin, trails } = useWords();
  const said = admin.attempts.one;
  const code = trailCode(trail.id);
  const steps = trail.parts.flatMap((part) => part.steps);
  const addresses = new Set(steps.flatMap((step) => (step.code === 'received' ? [step.address] : [])));
  const id = accountOf(trail);
  const name = <bdi>{username}</bdi>;
  const account =
    username === undefined ? (
      said.nobody
    ) : (
      <>
        {id !== undefined && people !== undefined ? <a href={`${people}/${id}`}>{name}</a> : name}
        <span class="cell-note">
          <a href={listAddress('/admin/attempts', { name: username })}>{said.all(name)}</a>
        </span>
      </>
    );
  return (
    <Facts
      facts={[
        [said.account, account],
        [said.began, <Time key="began" iso={isoTime(trail.parts[0]?.at ?? 0)} />],
        [said.took, trails.milliseconds(steps.reduce((sum, { ms }) => sum + ms, 0))],
        [said.requests, String(trail.parts.length)],
        [said.address, [...addresses].join(', ')],
        [said.code, <CodeChip key="code" code={code} label={said.code} />],
      ]}
    />
  );
}
