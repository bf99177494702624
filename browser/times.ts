// Shows times in the reader's time zone.
const at = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Shows the times in `scope`, which were rendered in UTC, in local time. */
export function showTimes(scope: ParentNode): void {
  for (const time of scope.querySelectorAll<HTMLTimeElement>('time[data-time]')) {
    const moment = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = time.dataset.time === 'ago' ? relative(moment) : at.format(moment);
  }
}

function relative(moment: Date): string {
  const seconds = (moment.getTime() - Date.now()) / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return 'just now';
  const [unit, size] = step;
  return Math.abs(seconds) > 30 * 86_400 ? at.format(moment) : ago.format(Math.round(seconds / size), unit);
}
