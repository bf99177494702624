// Says that there are new attempts, and shows them when it is asked to: what somebody reads stays where it is.
// Without it the page is renewed by loading it again.
import { afterPause, each, one, say } from './dom.ts';
import { showTimes } from './times.ts';

each('[data-trails]', (list) => {
  const live = one(document, '[data-trails-live]');
  const status = one(live, '[role="status"]');
  const show = one(live, 'a');
  const { stream = '', waiting = '', one: single = '', more = '' } = live.dataset;
  let fresh: Element | undefined;

  const look = afterPause(150, async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = one(page, '[data-trails]');
    const updates = [...found.querySelectorAll<HTMLElement>('.trail')].filter(isUpdate).length;
    fresh = updates > 0 ? found : undefined;
    show.hidden = updates === 0;
    if (updates > 0) say(status, updates === 1 ? single : more.replace('{count}', String(updates)));
  });

  /** A new attempt, or one that has gone on. */
  const isUpdate = ({ id, dataset }: HTMLElement): boolean =>
    list.querySelector<HTMLElement>(`#${id}`)?.dataset.parts !== dataset.parts;

  show.addEventListener('click', (event) => {
    if (!fresh) return;
    event.preventDefault();
    showTimes(fresh);
    list.replaceChildren(...fresh.children);
    fresh = undefined;
    show.hidden = true;
    say(status, waiting);
    list.querySelector<HTMLElement>('.trail-title a')?.focus();
  });

  const source = new EventSource(stream);
  source.addEventListener('message', look);
  source.addEventListener('open', () => {
    if (!fresh) say(status, waiting);
  });
  source.addEventListener('error', () => {
    if (!fresh) say(status, '');
  });
});
