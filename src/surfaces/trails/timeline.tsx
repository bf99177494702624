import { isoTime } from '../../kit/clock.ts';
import { Text } from '../../kit/ui/text.tsx';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { describe, type TimedStep, type TrailPart } from '../../people/trails/index.ts';

type TimelineProps = Pick<ExplainedTrail, 'trail' | 'username'> & {
  /** How many requests are shown; of more, the last. Whoever holds its secret can go on with an attempt for ever. */
  most: number;
  /** Whether the rule behind each step leads to the guide, which is there in development alone. */
  hasGuide?: boolean;
};

/** The steps of an attempt from top to bottom, with the time of each as a bar. */
export function Timeline({ trail, username, most, hasGuide = true }: TimelineProps) {
  const { trailPages: said } = useWords();
  const several = trail.parts.length > 1;
  const hidden = Math.max(0, trail.parts.length - most);
  return (
    <div class="trail-parts">
      {hidden > 0 && <p class="trail-part">{said.earlier(hidden)}</p>}
      {trail.parts.slice(hidden).map((part, at) => (
        <section key={part.id} aria-label={several ? said.request(hidden + at + 1) : said.steps}>
          {several && <PartHead part={part} at={hidden + at} />}
          <ol>
            {placed(part.steps).map((step) => (
              <TimelineStep key={step.start} {...step} username={username} hasGuide={hasGuide} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function PartHead({ part, at }: { part: TrailPart; at: number }) {
  const { trails, trailPages } = useWords();
  return (
    <p class="trail-part">
      {trailPages.request(at + 1)}
      <Time iso={isoTime(part.at)} />
      <span>{trails.milliseconds(durationOf(part))}</span>
    </p>
  );
}

interface PlacedStep {
  readonly step: TimedStep;
  /** Shares of the whole time, in percent. */
  readonly start: number;
  readonly width: number;
}

type TimelineStepProps = PlacedStep & Pick<ExplainedTrail, 'username'> & { hasGuide: boolean };

function TimelineStep({ step, start, width, username, hasGuide }: TimelineStepProps) {
  const said = useWords();
  const { sentence, outcome, rule } = describe(said, step, username);
  return (
    <li class={`step step-${outcome}`}>
      <p class="step-said">
        <span class="sr-only">{said.trailPages.stepOutcomes[outcome]}</span>
        <Text text={sentence} />
      </p>
      <p class="step-rule">
        {hasGuide ? (
          <a href={`/dev/guide/steps#${rule.anchor}`}>
            <span class="sr-only">{said.trailPages.rule}</span>
            {rule.text}
          </a>
        ) : (
          <>
            <span class="sr-only">{said.trailPages.rule}</span>
            {rule.text}
          </>
        )}
      </p>
      <svg class="step-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="step-track" width="100" height="4" />
        <rect class="step-time" x={start} width={width} height="4" />
      </svg>
      <span class="step-ms">{said.trails.milliseconds(step.ms)}</span>
    </li>
  );
}

/** The narrowest bar that can be seen, in percent. */
const narrowest = 1.5;

/** A waterfall: each bar begins where the one above it ends. */
function placed(steps: readonly TimedStep[]): PlacedStep[] {
  const whole = steps.reduce((sum, { ms }) => sum + ms, 0) || 1;
  let passed = 0;
  return steps.map((step) => {
    const width = Math.max(narrowest, (100 * step.ms) / whole);
    const start = Math.min(100 - width, (100 * passed) / whole);
    passed += step.ms;
    return { step, start: round(Math.max(0, start)), width: round(Math.min(100, width)) };
  });
}

export function durationOf({ steps }: TrailPart): number {
  return steps.reduce((sum, { ms }) => sum + ms, 0);
}

const round = (number: number): number => Math.round(number * 10) / 10;
