// On every page: local times and copy buttons. Without it times stay in UTC and code is selected by hand.
import { each, one, say } from './dom.ts';

const at = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

each<HTMLTimeElement>('time[data-time]', (time) => {
  const moment = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = time.dataset.time === 'ago' ? relative(moment) : at.format(moment);
});

function relative(moment: Date): string {
  const seconds = (moment.getTime() - Date.now()) / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return 'just now';
  const [unit, size] = step;
  return Math.abs(seconds) > 30 * 86_400 ? at.format(moment) : ago.format(Math.round(seconds / size), unit);
}

each('[data-copy]', (block) => {
  if (!navigator.clipboard) return;
  const button = one<HTMLButtonElement>(block, '[data-copy-button]');
  const word = one(button, '[data-copy-word]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(one(block, 'code').textContent);
    say(word, 'Copied');
    setTimeout(() => say(word, 'Copy'), 2000);
  });
});
