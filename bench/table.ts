import type { Figure } from './figures/figure.ts';

/** The figures as a table for a terminal and for Markdown. */
export function table(figures: readonly Figure[]): string {
  const head = ['figure', 'measured', 'limit beside it', 'value', 'to reach', ''];
  const rows = figures.map((one) => [
    one.name,
    `${round(one.measured)} ${one.unit}`,
    `${round(one.limit.value)} ${one.unit} (${one.limit.name})`,
    one.value === one.measured ? `${round(one.value)} ${one.unit}` : `${one.value.toFixed(2)} ×`,
    targetOf(one),
    one.target === null ? '' : one.reached ? 'reached' : 'missed',
  ]);
  const widths = head.map((cell, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? cell.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function targetOf({ target, value, measured, unit }: Figure): string {
  const what = value === measured ? ` ${unit}` : ' ×';
  if (target === null) return '–';
  return 'atLeast' in target ? `≥ ${target.atLeast}${what}` : `≤ ${target.atMost}${what}`;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
