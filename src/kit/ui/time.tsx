import { once } from '../once.ts';

const words = once(
  () => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
);

/** A moment, readable in UTC; a script of the page makes it local (`at`) or relative (`ago`). */
export function Time({ iso, show = 'at' }: { iso: string; show?: 'at' | 'ago' }) {
  return (
    <time datetime={iso} data-time={show}>
      {`${words().format(new Date(iso))} UTC`}
    </time>
  );
}
