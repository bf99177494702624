import { hours } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import type { StatisticName } from './names.ts';
import { firstHourShown, firstSlot, type Span, spans, writersKeptFor } from './spans.ts';
import { deleteCounts, sumCounts } from './store.ts';

/** What was counted in a span. */
export interface Counted<Name extends StatisticName = StatisticName> {
  readonly span: Span;
  /** When each hour or day began, in Unix milliseconds, the oldest first. The last isn't over yet. */
  readonly starts: readonly number[];
  /** As many numbers for each name; 0 where nothing was counted. */
  readonly counts: Readonly<Record<Name, readonly number[]>>;
}

/** Reads what all processes have written. What was counted in the last ten seconds may be missing. */
export async function readStatistics<Name extends StatisticName>(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  { names, span }: { readonly names: readonly Name[]; readonly span: Span },
): Promise<Counted<Name>> {
  const { slots, hoursEach } = spans[span];
  const first = firstSlot(span, clock());
  const rows = await sumCounts(db, { names, from: first * hoursEach, hoursEach });
  const found = new Map(rows.map(({ slot, name, count }) => [`${name} ${slot}`, count]));
  const all = Array.from({ length: slots }, (_, at) => first + at);
  const counts = {} as Record<Name, readonly number[]>;
  for (const name of names) counts[name] = all.map((slot) => found.get(`${name} ${slot}`) ?? 0);
  return { span, starts: all.map((slot) => slot * hoursEach * hours(1)), counts };
}

/** Deletes what no span shows any more. */
export function deleteOldStatistics(db: Services['db'], now: number): Promise<void> {
  return deleteCounts(db, { hour: firstHourShown(now), writtenAt: now - writersKeptFor });
}
