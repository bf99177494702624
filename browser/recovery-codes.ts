// On the recovery codes page: print, save, copy. Without JavaScript, people print them from the browser's menu.
import { each, one, say } from './dom.ts';

each('[data-codes]', (section) => {
  const text = () =>
    [...section.querySelectorAll('[data-code]')].map((code) => `${code.textContent}\n`).join('');
  one(section, '[data-codes-actions]').hidden = false;
  one(section, '[data-codes-print]').addEventListener('click', () => window.print());
  one(section, '[data-codes-save]').addEventListener('click', () => save(text()));
  if (!navigator.clipboard) return;
  const copy = one(section, '[data-codes-copy]');
  const word = one(copy, '[data-codes-copy-word]');
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text());
    say(word, 'Copied');
    setTimeout(() => say(word, 'Copy'), 2000);
  });
});

each('[data-codes-kept]', (box) => {
  const kept = one<HTMLInputElement>(box, 'input');
  const done = one<HTMLAnchorElement>(box, 'a');
  const { href } = done;
  // A link without an address leads nowhere, and keeps its role.
  done.setAttribute('role', 'link');
  const update = () => {
    done.setAttribute('aria-disabled', String(!kept.checked));
    if (kept.checked) done.href = href;
    else done.removeAttribute('href');
  };
  kept.addEventListener('change', update);
  update();
});

/** A blob, because the browser's download list would keep a data: URL with the codes in it. */
function save(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = 'recovery-codes.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
