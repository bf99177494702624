// Renews the list of attempts while people try things. Without it the page is renewed by loading it again.
import { afterPause, each, one } from './dom.ts';
import { showTimes } from './times.ts';

each('[data-trails]', (list) => {
  const live = one(document, '[data-trails-live]');
  const renew = afterPause(150, async () => {
    const answer = await fetch(location.pathname);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = one(page, '[data-trails]');
    // What somebody has opened to read stays open; of the others the newest does.
    for (const open of list.querySelectorAll('details[open]:not(:first-of-type)')) {
      fresh.querySelector(`#${open.id}`)?.setAttribute('open', '');
    }
    showTimes(fresh);
    list.replaceChildren(...fresh.children);
  });
  const source = new EventSource(`${location.pathname}/stream`);
  source.addEventListener('message', () => renew());
  source.addEventListener('open', () => {
    live.hidden = false;
  });
  source.addEventListener('error', () => {
    live.hidden = true;
  });
});
