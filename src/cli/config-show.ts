import { type LoadOptions, listSettings, type Source } from '../config/index.ts';
import { inspectWithData } from '../start/inspect-with-data.ts';

/** Prints the effective configuration as a table. Problems go to stderr and don't change the exit code. */
export async function showConfig(options: LoadOptions): Promise<void> {
  const { sources, problems } = await inspectWithData(options);
  process.stdout.write(configTable(sources));
  if (problems.length > 0) {
    process.stderr.write(
      `\nThis configuration is invalid in ${options.mode} mode:\n${problems.map((problem) => `- ${problem}\n`).join('')}`,
    );
  }
}

/** A line for each key, with its value and source in columns. */
export function configTable(sources: ReadonlyMap<string, Source>): string {
  const rows = listSettings(sources).map(({ name, text, source }) => [name, text, source] as const);
  const all = [['Key', 'Value', 'Source'] as const, ...rows];
  const [first, second] = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map(([name, value, source]) => `${name.padEnd(first ?? 0)}  ${value.padEnd(second ?? 0)}  ${source}\n`)
    .join('');
}
