/** The lines in each pattern of 6 × 6 pixels; the first is plain. What differs in colour differs in these as well. */
const lines = [
  '',
  'M-1 1l2 -2M0 6l6 -6M5 7l2 -2',
  'M0 3h6',
  'M-1 5l2 2M0 0l6 6M5 -1l2 2',
  'M3 0v6',
  'M0 3h6M3 0v6',
] as const;

const nameOf = (id: string, at: number): string => `${id}-pattern-${at + 1}`;

/** What fills the bars of a series: the value of `fill`. */
export const patternOf = (id: string, at: number): string => `url(#${nameOf(id, at)})`;

/** The patterns of so many series, in their colours, which the classes give. */
export function Patterns({ id, count }: { id: string; count: number }) {
  return (
    <defs>
      {lines.slice(0, count).map((path, at) => (
        <pattern key={path} id={nameOf(id, at)} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class={`tone-fill-${at + 1}`} width="6" height="6" />
          {path && <path class="chart-hatch" d={path} />}
        </pattern>
      ))}
    </defs>
  );
}

/** The same beside the name of a series. */
export function Swatch({ id, at }: { id: string; at: number }) {
  return (
    <svg class="chart-swatch" width="12" height="12" aria-hidden="true" focusable="false">
      <rect width="12" height="12" rx="3" fill={patternOf(id, at)} />
    </svg>
  );
}
