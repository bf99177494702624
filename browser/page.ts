// On every page: local times, copy buttons, countdowns and the time of this browser in a form that asks for it. Without
// JavaScript, times are in UTC, people select code by hand, and a sentence says how long to wait.
import { each, one, say } from './dom.ts';
import { showTimes } from './times.ts';

showTimes(document);

// What another site waits for.
each<HTMLFormElement>('form[data-send]', (form) => form.requestSubmit());

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

each('[data-countdown]', (wait) => {
  const end = Date.now() + Number(wait.dataset.countdown) * 1000;
  wait.hidden = false;
  // Screen readers announce only the end, not every second.
  wait.ariaLive = 'off';
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0) {
      wait.ariaLive = 'polite';
      say(wait, wait.dataset.over ?? '');
      return;
    }
    say(wait, `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
    setTimeout(tick, 500);
  };
  tick();
});

each<HTMLInputElement>('[data-clock]', (field) => {
  field.form?.addEventListener('submit', () => {
    field.value = String(Date.now());
  });
});
