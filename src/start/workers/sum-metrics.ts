/** One metric with its series, in the text format of Prometheus. */
interface Family {
  /** `# HELP` and `# TYPE` as they came. */
  readonly head: readonly string[];
  readonly isCount: boolean;
  /** By name and labels as they are written. */
  readonly series: Map<string, number>;
}

type Families = Map<string, Family>;

/** What is the same in all processes, or of the worst one, instead of a sum. */
const together: readonly [RegExp, (one: number, other: number) => number][] = [
  [/^nodejs_eventloop_lag_/, Math.max],
  [/^nodejs_version_info$/, Math.max],
  [/^process_max_fds$/, Math.max],
  [/^process_start_time_seconds$/, Math.min],
  // Read from the database that all of them share.
  [/^latchkey_(mails_|audit_head$)/, Math.max],
];

const add = (one: number, other: number): number => one + other;

/** The metrics of several processes as those of one: counts and histograms are added, and so are gauges such as memory. */
export function sumMetrics(texts: readonly string[]): string {
  const sum: Families = new Map();
  for (const text of texts) {
    for (const [name, family] of read(text)) {
      const known = sum.get(name);
      if (known) merge(name, known, family);
      else sum.set(name, family);
    }
  }
  return write(sum);
}

/** Of metrics those that only ever grow. */
export function countsIn(text: string): string {
  return write(new Map([...read(text)].filter(([, { isCount }]) => isCount)));
}

function merge(name: string, known: Family, more: Family): void {
  const combine = known.isCount ? add : (together.find(([names]) => names.test(name))?.[1] ?? add);
  for (const [key, value] of more.series) {
    const before = known.series.get(key);
    const has = before !== undefined && !Number.isNaN(before);
    if (!has) known.series.set(key, value);
    else if (!Number.isNaN(value)) known.series.set(key, combine(before, value));
  }
}

function read(text: string): Families {
  const families: Families = new Map();
  let head: string[] = [];
  let series = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line.startsWith('# HELP ')) head = [line];
    else if (line.startsWith('# TYPE ')) {
      const [, , name = '', type] = line.split(' ');
      series = new Map();
      families.set(name, { head: [...head, line], isCount: type !== 'gauge', series });
    } else if (line !== '') {
      const at = line.lastIndexOf(' ');
      series.set(line.slice(0, at), Number(line.slice(at + 1).replace('Inf', 'Infinity')));
    }
  }
  return families;
}

function write(families: Families): string {
  const lines = [...families.values()].flatMap(({ head, series }) => [
    ...head,
    ...[...series].map(([key, value]) => `${key} ${written(value)}`),
    '',
  ]);
  return `${lines.join('\n').trimEnd()}\n`;
}

/** As Prometheus writes what JavaScript writes otherwise. */
const written = (value: number): string => String(value).replace('Infinity', 'Inf').replace(/^Inf/, '+Inf');
