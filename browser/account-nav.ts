// On the account page: highlights a section in the navigation, which is the one that was chosen there, or the one in view.
import { afterPause, each } from './dom.ts';

const links = new Map(
  [...document.querySelectorAll<HTMLAnchorElement>('.account-nav a')].map((link) => [
    link.hash.slice(1),
    link,
  ]),
);
const inView = new Set<string>();
/** Counts until somebody scrolls: the last sections are too short to reach the top. */
let chosen: string | undefined;
/** While it's true, the page scrolls to the chosen section by itself. */
let isJumping = false;

function mark(): void {
  // The topmost one.
  const current = chosen ?? [...links.keys()].find((id) => inView.has(id));
  for (const [id, link] of links) link.ariaCurrent = id === current ? 'true' : null;
}

/** Longer than a busy browser takes from one step of the jump to the next. */
const endJump = afterPause(1000, () => {
  isJumping = false;
});

/** Highlights the section with this ID, if it is one, until somebody scrolls. */
export function choose(id: string): void {
  if (!links.has(id)) return;
  chosen = id;
  isJumping = true;
  endJump();
  mark();
}

/** Whether somebody chose it in the navigation, or came to it by the URL. */
export const isChosen = (id: string): boolean => chosen === id;

function forget(): void {
  chosen = undefined;
  mark();
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target.id);
      else inView.delete(target.id);
    }
    mark();
  },
  { rootMargin: '-25% 0px -50% 0px' },
);
each('.account-sections > section', (section) => observer.observe(section));
// Choosing a section that the URL points to already changes no URL. The click comes before the jump.
for (const [id, link] of links) link.addEventListener('click', () => choose(id));
addEventListener('scroll', () => (isJumping ? endJump() : forget()));
// Whoever scrolls by hand doesn't wait for the end of a jump.
for (const type of ['wheel', 'touchmove']) addEventListener(type, forget, { passive: true });
const scrollKeys = ['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'];
addEventListener('keydown', ({ key, target }) => {
  const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (scrollKeys.includes(key) && !isTyping) forget();
});
