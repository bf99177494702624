import { useWords } from '../words/index.ts';
import { barsOf, heightAt, plot, slotAt } from './bars.ts';
import type { Format } from './format.ts';
import { Patterns, patternOf } from './patterns.tsx';
import type { Series } from './series.ts';
import type { Unit } from './words.ts';

interface PlotProps {
  /** Begins the ids of its patterns. */
  id: string;
  label: string;
  unit: Unit;
  starts: readonly number[];
  series: readonly Series[];
  ticks: readonly number[];
  format: Format;
}

/**
 * The picture: its heights are pixels and its widths shares, so that it fills whatever room there is and its text keeps its
 * size. What it holds is read out as one sentence.
 */
export function Plot({ id, label, unit, starts, series, ticks, format }: PlotProps) {
  const { nothing } = useWords().charts;
  const highest = ticks.at(-1) ?? 1;
  const bars = barsOf(
    series.map(({ values }) => values),
    highest,
  );
  return (
    <div class="chart-plot">
      <svg class="chart-axis" width="40" height={plot.height} aria-hidden="true" focusable="false">
        {ticks.map((tick) => (
          <text key={tick} x="32" y={heightAt(tick, highest)} dy="4" text-anchor="end">
            {format.short(tick)}
          </text>
        ))}
      </svg>
      <svg class="chart-picture" width="100%" height={plot.height} role="img" aria-label={label}>
        <Patterns id={id} count={series.length} />
        {ticks.map((tick) => (
          <line
            key={tick}
            class={tick === 0 ? 'chart-zero' : 'chart-line'}
            x2="100%"
            y1={heightAt(tick, highest)}
            y2={heightAt(tick, highest)}
          />
        ))}
        {series.map(({ name }, at) => (
          <g key={name} fill={patternOf(id, at)}>
            {bars
              .filter((bar) => bar.series === at)
              .map(({ x, width, y, height }) => (
                <rect key={x} x={x} y={y} width={width} height={height} rx="1" />
              ))}
          </g>
        ))}
        <Slots {...{ starts, series, format }} />
        <Times {...{ unit, starts, format }} />
      </svg>
      {bars.length === 0 && <p class="chart-nothing">{nothing}</p>}
    </div>
  );
}

/** What stands over each hour or day and says, to whoever points at it, how much there was. */
function Slots({ starts, series, format }: Pick<PlotProps, 'starts' | 'series' | 'format'>) {
  return (
    <g class="chart-slots">
      {starts.map((start, slot) => {
        const { x, width } = slotAt(slot, starts.length);
        const lines = series.map(({ name, values }) => `${name}: ${format.count(values[slot] ?? 0)}`);
        return (
          <rect key={start} x={x} width={width} height={plot.zero}>
            <title>{[format.slot(start), ...lines].join('\n')}</title>
          </rect>
        );
      })}
    </g>
  );
}

/** Below the bars: the first, the last, and three between them. */
function Times({ unit, starts, format }: Pick<PlotProps, 'unit' | 'starts' | 'format'>) {
  const { current } = useWords().charts;
  const last = starts.length - 1;
  const shown = new Set([0, 1, 2, 3].map((part) => Math.round((part * starts.length) / 4)));
  return (
    <g class="chart-times">
      {[...shown]
        .filter((slot) => slot < last)
        .map((slot) => (
          <text
            key={slot}
            x={slot === 0 ? '0' : slotAt(slot, starts.length).middle}
            y={plot.height - 4}
            text-anchor={slot === 0 ? 'start' : 'middle'}
          >
            {format.tick(starts[slot] ?? 0)}
          </text>
        ))}
      <text x="100%" y={plot.height - 4} text-anchor="end">
        {current[unit]}
      </text>
    </g>
  );
}
