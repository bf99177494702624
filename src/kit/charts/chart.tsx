import { useWords } from '../words/index.ts';
import { type Format, formatFor } from './format.ts';
import { Numbers } from './numbers.tsx';
import { Swatch } from './patterns.tsx';
import { Plot } from './plot.tsx';
import { ticksUpTo } from './scale.ts';
import { cleaned, drawn, type Series, sumOf, totalsOf } from './series.ts';
import type { Unit } from './words.ts';

export interface ChartProps {
  /** Of the page's own, and the beginning of all ids in it. */
  id: string;
  title: string;
  /** What each bar is: an hour, or a day. */
  unit: Unit;
  /** When each began, in Unix milliseconds, the oldest first. The last isn't over yet. */
  starts: readonly number[];
  /** What was counted in each, one kind on the other. */
  series: readonly Series[];
}

/**
 * Bars by the hour or the day in UTC, as SVG: its colours are classes, each has a pattern of its own, a screen reader hears
 * a sentence, and the numbers stand in a table below. Whatever is no count is drawn as 0. Takes the style `console.css`.
 */
export function Chart({ id, title, unit, starts, series }: ChartProps) {
  const words = useWords().charts;
  const format = formatFor(words.locale, unit);
  const all = cleaned(series, starts.length);
  const shown = drawn(all, words.others);
  const totals = totalsOf(all, starts.length);
  const total = sumOf(totals);
  return (
    <figure class="chart" aria-labelledby={`${id}-title`}>
      <figcaption class="chart-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <p class="chart-total">
          <strong>{format.count(total)}</strong> {words.span(unit, starts.length)}
        </p>
      </figcaption>
      <Plot
        {...{ id, unit, starts, format }}
        series={shown}
        ticks={ticksUpTo(Math.max(0, ...totals))}
        label={words.summary({
          ...{ title, unit, slots: starts.length, total: format.count(total) },
          most: mostOf(totals, starts, format, unit === 'hour' ? words.hourInUtc : undefined),
        })}
      />
      {shown.length > 1 && <Legend {...{ id, format }} series={shown} />}
      <Numbers {...{ title, unit, starts, format }} series={all} />
    </figure>
  );
}

function mostOf(
  totals: readonly number[],
  starts: readonly number[],
  format: Format,
  written = (when: string) => when,
) {
  const most = Math.max(0, ...totals);
  const when = starts[totals.indexOf(most)];
  if (most === 0 || when === undefined) return undefined;
  return { when: written(format.tick(when)), count: format.count(most) };
}

function Legend({ id, series, format }: { id: string; series: readonly Series[]; format: Format }) {
  return (
    <ul class="chart-legend">
      {series.map(({ name, values }, at) => (
        <li key={name}>
          <Swatch id={id} at={at} />
          <span>{name}</span> <span class="chart-count">{format.count(sumOf(values))}</span>
        </li>
      ))}
    </ul>
  );
}
