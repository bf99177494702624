import type { Wording } from '../words/index.ts';

export type Unit = 'hour' | 'day';

const spanOf = (unit: Unit, count: number): string =>
  count === 1 ? `the last ${unit}` : `the last ${count} ${unit}s`;

interface Summary {
  readonly title: string;
  readonly unit: Unit;
  /** How many hours or days. */
  readonly slots: number;
  readonly total: string;
  /** When there was most, and how many; missing where there was nothing. */
  readonly most?: { readonly when: string; readonly count: string } | undefined;
}

export const english = {
  /** For numbers and days (BCP 47). */
  locale: 'en-GB',
  span: (unit: Unit, count: number) => (count === 1 ? `Last ${unit}` : `Last ${count} ${unit}s`),
  /** What the picture says, for whoever doesn't see it. */
  summary: ({ title, unit, slots, total, most }: Summary) =>
    most
      ? `${title}: ${total} in ${spanOf(unit, slots)}. The most were ${unit === 'day' ? 'on' : 'at'} ${most.when}: ${most.count}.`
      : `${title}: none in ${spanOf(unit, slots)}.`,
  /** Below the last bar, whose hour or day isn't over. */
  current: { hour: 'now', day: 'today' },
  hourInUtc: (hour: string) => `${hour} UTC`,
  nothing: 'Nothing yet.',
  others: 'Everything else',
  showNumbers: 'Show the numbers',
  /** The columns of the table. */
  table: { hour: 'Hour (UTC)', day: 'Day (UTC)', total: 'Total' },
};

declare module '../words/index.ts' {
  interface Words {
    readonly charts: Wording<typeof english>;
  }
}
