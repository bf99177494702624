// On a page that waits for something done elsewhere: continues when it's done. Without JavaScript, there's a button.
import { one } from './dom.ts';

const pause = 4000;

const form = one<HTMLFormElement>(document, 'form[data-waits]');

async function look(): Promise<void> {
  // A page in the background sends no requests. It checks again once it's visible.
  if (document.visibilityState === 'visible' && (await isDone())) {
    form.requestSubmit();
    return;
  }
  setTimeout(look, pause);
}

/** Loads the page itself, so that no extra route is needed. */
async function isDone(): Promise<boolean> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // If the login has expired, the page is a different one, and the button leads there.
    return answer.ok && page.querySelector('form[data-waits]') === null;
  } catch {
    return false;
  }
}

setTimeout(look, pause);
