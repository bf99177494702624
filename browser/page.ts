// On every page: local times and copy buttons. Without it times stay in UTC and code is selected by hand.
import { each, one, say } from './dom.ts';
import { showTimes } from './times.ts';

showTimes(document);

each('[data-copy]', (block) => {
  if (!navigator.clipboard) return;
  const button = one<HTMLButtonElement>(block, '[data-copy-button]');
  const word = one(button, '[data-copy-word]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(one(block, 'code').textContent);
    say(word, 'Copied');
    setTimeout(() => say(word, 'Copy'), 2000);
  });
});
