// On the account page: opens the form that the URL points to, puts the cursor into a form that opens, and closes it with
// Escape. Without JavaScript, forms open with a click, and a link cancels them.
import { choose, isChosen } from './account-nav.ts';
import { each, one } from './dom.ts';

const summaryOf = (change: Element) => one(change, ':scope > summary');

function focusFirstField(change: Element, options?: FocusOptions): void {
  // A form that came back has the focus already, at what is wrong with it.
  if (change.querySelector('[data-problem]')) return;
  const first = 'input:not([type=hidden], [hidden], [readonly]), textarea';
  change.querySelector<HTMLElement>(first)?.focus(options);
}

each<HTMLDetailsElement>('[data-row-change]', (change) => {
  summaryOf(change).addEventListener('click', () => {
    // It opens after the click.
    if (!change.open) setTimeout(focusFirstField, 0, change);
  });
});

addEventListener('keydown', (event) => {
  // Input methods close their own suggestions with it.
  if (event.key !== 'Escape' || event.isComposing) return;
  const open = [...document.querySelectorAll<HTMLDetailsElement>('[data-row-change][open]')];
  const { activeElement: focused, body } = document;
  const change = focused === body ? open.at(-1) : open.find((one) => one.contains(focused));
  if (!change) return;
  change.open = false;
  summaryOf(change).focus();
});

function openTarget(): void {
  const id = location.hash.slice(1);
  // The navigation leads to a section. Its form is for whoever opens it.
  const isFromNavigation = isChosen(id);
  choose(id);
  const change = document.getElementById(id)?.querySelector<HTMLDetailsElement>(':scope > [data-row-change]');
  // After a change the URL also points to its row, which stays closed.
  if (!change || isFromNavigation || new URLSearchParams(location.search).has('done')) return;
  change.open = true;
  focusFirstField(change, { preventScroll: true });
}
addEventListener('hashchange', openTarget);
openTarget();
