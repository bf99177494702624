import { waitText } from './text.ts';

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  update(done: number, total: number): void;
  /** Clears the line on a terminal. */
  end(): void;
}

/** How often the line is updated on a terminal, or added to a log, in milliseconds. */
const renewal = { terminal: 100, elsewhere: 5000 };

/** Shows the progress of a long task: one line that changes on a terminal, or a new line every few seconds in a log. */
export function showProgress(output: ProgressOutput, now: () => number): Progress {
  const start = now();
  const step = output.isTTY ? renewal.terminal : renewal.elsewhere;
  let last = output.isTTY ? 0 : start;
  let isShown = false;
  return {
    update(done, total) {
      const time = now();
      if (time - last < step) return;
      last = time;
      const line = progressLine(done, total, time - start);
      output.write(output.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
      isShown = true;
    },
    end() {
      if (output.isTTY && isShown) output.write('\r\x1b[K');
    },
  };
}

/** `1,234 of 10,000 (98 per second, 90 s left)` */
export function progressLine(done: number, total: number, elapsed: number): string {
  const [some, all] = [done, total].map((number) => number.toLocaleString('en-US'));
  const rate = done / Math.max(elapsed, 1);
  const left =
    rate > 0 ? ` (${Math.round(rate * 1000)} per second, ${waitText((total - done) / rate)} left)` : '';
  return `${some} of ${all}${left}`;
}
