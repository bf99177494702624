import { useWords } from '../words/index.ts';

/** To make one takes as long as a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment, readable in UTC; a script of the page makes it local (`at`) or relative (`ago`). */
export function Time({ iso, show = 'at' }: { iso: string; show?: 'at' | 'ago' }) {
  const format = formatOf(useWords().ui.locale);
  return (
    <time datetime={iso} data-time={show}>
      {`${format.format(new Date(iso))} UTC`}
    </time>
  );
}

function formatOf(locale: string): Intl.DateTimeFormat {
  const made = formats.get(locale);
  if (made) return made;
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  formats.set(locale, format);
  return format;
}
