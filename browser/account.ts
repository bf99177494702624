// On the account page: opens the form that the URL points to. Without JavaScript, forms open with a click.
import { choose, isChosen } from './account-nav.ts';

function openTarget(): void {
  const id = location.hash.slice(1);
  // The navigation leads to a section. Its form is for whoever opens it.
  const isFromNavigation = isChosen(id);
  choose(id);
  const change = document
    .getElementById(id)
    ?.querySelector<HTMLDetailsElement>(':scope > [data-row-change]');
  // After a change the URL also points to its row, which stays closed.
  if (change && !isFromNavigation && !new URLSearchParams(location.search).has('done')) change.open = true;
}
addEventListener('hashchange', openTarget);
openTarget();
