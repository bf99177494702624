// On the pages of the console: `/` focuses the search, `?` lists the keys, and `g` with a letter goes to a page.
import { each, one } from './dom.ts';

/** How long a `g` waits for its letter, in milliseconds. */
const patience = 1500;

let goUntil = 0;

const dialog = one<HTMLDialogElement>(document, '[data-console-keys]');

each<HTMLButtonElement>('[data-console-keys-button]', (button) => {
  button.hidden = false;
  button.addEventListener('click', () => dialog.showModal());
});

/** Keys that go to a control are text, or mean something there. */
const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

function goTo(key: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`[data-console-key="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
  return link !== null;
}

function act(key: string, at: number): boolean {
  if (at < goUntil) {
    goUntil = 0;
    return goTo(key);
  }
  const search = document.querySelector<HTMLInputElement>('[data-console-search]');
  if (key === '/' && search) {
    search.focus();
    search.select();
  } else if (key === '?') dialog.showModal();
  else if (key === 'g') goUntil = at + patience;
  else return false;
  return true;
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (dialog.open || isTyping(event)) return;
  if (act(event.key, event.timeStamp)) event.preventDefault();
});
