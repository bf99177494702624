// On the account's page: marks the section in view in the list beside it, and opens the form that an address leads to.
// Without it the list leads there as well, and the form opens by a click.
import { each } from './dom.ts';

const links = new Map(
  [...document.querySelectorAll<HTMLAnchorElement>('.account-nav a')].map((link) => [
    link.hash.slice(1),
    link,
  ]),
);
const inView = new Set<string>();

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target.id);
      else inView.delete(target.id);
    }
    // The one that stands highest.
    const current = [...links.keys()].find((id) => inView.has(id));
    for (const [id, link] of links) link.ariaCurrent = id === current ? 'true' : null;
  },
  { rootMargin: '-10% 0px -50% 0px' },
);
each('.account-sections > section', (section) => observer.observe(section));

function openTarget(): void {
  const change = document
    .getElementById(location.hash.slice(1))
    ?.querySelector<HTMLDetailsElement>(':scope > [data-row-change]');
  // What was just done leads to its row as well, and there is nothing more to do.
  if (change && !new URLSearchParams(location.search).has('done')) change.open = true;
}
addEventListener('hashchange', openTarget);
openTarget();
