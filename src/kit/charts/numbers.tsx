import { useWords } from '../words/index.ts';
import type { Format } from './format.ts';
import { type Series, totalsOf } from './series.ts';
import type { Unit } from './words.ts';

interface NumbersProps {
  title: string;
  unit: Unit;
  starts: readonly number[];
  series: readonly Series[];
  format: Format;
}

/** The numbers of a chart as a table, the newest first. */
export function Numbers({ title, unit, starts, series, format }: NumbersProps) {
  const { showNumbers, table } = useWords().charts;
  const totals = series.length > 1 ? totalsOf(series, starts.length) : undefined;
  return (
    <details class="chart-numbers">
      <summary>
        {showNumbers}
        <span class="sr-only">: {title}</span>
      </summary>
      <section class="chart-table" tabindex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{table[unit]}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {totals && <th scope="col">{table.total}</th>}
            </tr>
          </thead>
          <tbody>
            {starts
              .map((start, slot) => (
                <tr key={start}>
                  <th scope="row">{format.slot(start)}</th>
                  {series.map(({ name, values }) => (
                    <td key={name}>{format.count(values[slot] ?? 0)}</td>
                  ))}
                  {totals && <td>{format.count(totals[slot] ?? 0)}</td>}
                </tr>
              ))
              .toReversed()}
          </tbody>
        </table>
      </section>
    </details>
  );
}
