import { Badge, type Tone } from '../../../kit/ui/console/badge.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ExplainedTrail } from '../../../login/index.ts';
import { outcomeOf } from '../../trails/index.ts';

const tones = { good: 'good', bad: 'bad', open: 'warn' } as const satisfies Readonly<Record<string, Tone>>;

export function AttemptOutcome({ trail }: Pick<ExplainedTrail, 'trail'>) {
  const { outcome, tone } = outcomeOf(trail);
  return <Badge tone={tones[tone]}>{useWords().trailPages.outcomes[outcome]}</Badge>;
}

/** What somebody tried to do, and who, where that is known. */
export function AttemptTitle({ trail, username }: Pick<ExplainedTrail, 'trail' | 'username'>) {
  const { trails, trailPages } = useWords();
  const kind = trails.kinds[trail.parts[0]?.kind ?? 'login'];
  return <>{username === undefined ? kind : trailPages.kindOf(kind, <bdi>{username}</bdi>)}</>;
}
