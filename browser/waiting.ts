// On a page that waits for something done elsewhere: goes on by itself when it is done. Without it there is the button.
import { one } from './dom.ts';

const pause = 4000;

const form = one<HTMLFormElement>(document, 'form[data-waits]');

async function look(): Promise<void> {
  // A page in the background asks for nothing; it looks once it is seen again.
  if (document.visibilityState === 'visible' && (await isDone())) {
    form.requestSubmit();
    return;
  }
  setTimeout(look, pause);
}

/** The page itself says it: what is there to be asked needs no address of its own. */
async function isDone(): Promise<boolean> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // Where the login is over, the page is another one, and the button says so.
    return answer.ok && page.querySelector('form[data-waits]') === null;
  } catch {
    return false;
  }
}

setTimeout(look, pause);
