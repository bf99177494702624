// Show buttons, hints while somebody types, character count and strength of a new password. It advises; the server decides.
import { afterPause, each, one, say } from './dom.ts';
import type { Strength } from './strength.ts';
import './typing-hints.ts';

each<HTMLButtonElement>('[data-show-password]', (button) => {
  const input = document.getElementById(button.getAttribute('aria-controls') ?? '') as HTMLInputElement;
  const word = one(button, '[data-show-word]');
  const show = (shown: boolean) => {
    input.type = shown ? 'text' : 'password';
    say(word, shown ? 'Hide' : 'Show');
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  // Otherwise the browser could save a visible password as ordinary form text.
  input.form?.addEventListener('submit', () => show(false));
});

each<HTMLInputElement>('[data-new-password]', (input) => {
  const box = one(document, `[data-strength-of="${input.id}"]`);
  const standing = one(document, `[data-standing-of="${input.id}"]`);
  const advice = one(box, '[data-strength-advice]');
  const spoken = one(box, '[data-strength-spoken]');
  const min = Number(input.dataset.min);
  const max = Number(input.dataset.max);
  const username = input.form?.querySelector<HTMLInputElement>('[autocomplete="username"]');
  const context = JSON.parse(input.dataset.context ?? '[]') as string[];
  let meter: Promise<typeof import('./strength.ts')> | undefined;

  const speak = afterPause(1200, () => {
    const sentences = [`${box.dataset.verdict}.`, advice.textContent, `${count(input.value, min, max)}.`];
    say(spoken, sentences.filter((sentence) => sentence !== '').join(' '));
  });

  const judge = afterPause(120, async () => {
    meter ??= import('./strength.ts');
    const { rate } = await meter;
    if (input.value === '') return;
    const strength = judged(rate(input.value, [...context, username?.value ?? '']), input.value, min, max);
    box.dataset.score = String(strength.score);
    box.dataset.verdict = strength.verdict;
    if (fits(input.value, min, max)) say(standing, strength.verdict);
    say(advice, strength.advice);
    speak();
  });

  input.addEventListener('focus', () => {
    meter ??= import('./strength.ts');
  });
  input.addEventListener('input', () => {
    box.hidden = input.value === '';
    if (!fits(input.value, min, max)) say(standing, input.value === '' ? '' : count(input.value, min, max));
    if (input.value !== '') judge();
  });
});

function judged(strength: Strength, password: string, min: number, max: number): Strength {
  const length = codePoints(password);
  if (length > max) return { score: 0, verdict: 'Too long', advice: '' };
  if (length < min) return { score: Math.min(strength.score, 1), verdict: 'Keep going', advice: '' };
  return strength;
}

function fits(password: string, min: number, max: number): boolean {
  const length = codePoints(password);
  return length >= min && length <= max;
}

function count(password: string, min: number, max: number): string {
  const length = codePoints(password);
  if (length > max) return `${length} characters (maximum ${max})`;
  return length < min ? `${length} of ${min} characters` : `${length} characters`;
}

/** Counts like the server: code points after NFC. */
function codePoints(password: string): number {
  return [...password.normalize('NFC')].length;
}
