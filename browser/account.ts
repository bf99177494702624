// On the account page: highlights the section in view in the navigation, and opens the form that the URL points to.
// Without JavaScript, the navigation still works, and forms open with a click.
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
    // The topmost one.
    const current = [...links.keys()].find((id) => inView.has(id));
    for (const [id, link] of links) link.ariaCurrent = id === current ? 'true' : null;
  },
  { rootMargin: '-25% 0px -50% 0px' },
);
each('.account-sections > section', (section) => observer.observe(section));

function openTarget(): void {
  const change = document
    .getElementById(location.hash.slice(1))
    ?.querySelector<HTMLDetailsElement>(':scope > [data-row-change]');
  // After a change the URL also points to its row, which stays closed.
  if (change && !new URLSearchParams(location.search).has('done')) change.open = true;
}
addEventListener('hashchange', openTarget);
openTarget();
