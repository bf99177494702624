// Helps people edit the account's JSON: shows errors and size, formats, and warns before changes are lost.
import { findJsonProblem } from '../src/kit/ui/json-problem.ts';
import { afterPause, each, one, say } from './dom.ts';

const encoder = new TextEncoder();

each<HTMLFormElement>('form[data-editor]', (form) => {
  const text = one<HTMLTextAreaElement>(form, 'textarea');
  const status = one(form, '[data-editor-status]');
  const verdict = one(form, '[data-editor-verdict]');
  const spoken = one(form, '[data-editor-spoken]');
  const count = one(form, '[data-editor-count]');
  const goto = one<HTMLButtonElement>(form, '[data-editor-goto]');
  const format = one<HTMLButtonElement>(form, '[data-editor-format]');
  const unsaved = one(form, '[data-editor-unsaved]');
  const maxBytes = Number(form.dataset.maxBytes);
  // What the server refused isn't saved either, although the page contains it.
  const refused = form.querySelector('[data-problem]') !== null;
  let offset = 0;
  let sent = false;

  const changed = () => refused || text.value !== text.defaultValue;

  const look = () => {
    const problem = findJsonProblem(text.value);
    const bytes = encoder.encode(text.value).length;
    const tooLong = bytes > maxBytes;
    const sentence = problem
      ? `Line ${problem.line}, column ${problem.column}: ${problem.sentence}`
      : tooLong
        ? `Too long by ${(bytes - maxBytes).toLocaleString('en')} bytes.`
        : 'Valid JSON.';
    offset = problem?.offset ?? 0;
    say(verdict, sentence);
    say(count, `${bytes.toLocaleString('en')} of ${maxBytes.toLocaleString('en')} bytes`);
    status.dataset.verdict = problem || tooLong ? 'wrong' : 'right';
    goto.hidden = !problem;
    format.disabled = problem !== undefined;
    unsaved.hidden = !changed();
  };
  const speak = afterPause(1000, () => say(spoken, verdict.textContent));
  const edited = () => {
    // The server's message was about the text before this change.
    form.querySelector('[data-problem]')?.remove();
    text.removeAttribute('aria-invalid');
    look();
    speak();
  };

  status.hidden = false;
  format.hidden = false;
  look();

  text.addEventListener('input', edited);
  goto.addEventListener('click', () => {
    text.focus();
    text.setSelectionRange(offset, offset + 1);
  });
  format.addEventListener('click', () => {
    text.value = JSON.stringify(JSON.parse(text.value), null, 2);
    edited();
  });
  form.addEventListener('submit', () => {
    sent = true;
  });
  form.querySelector('[data-row-cancel]')?.addEventListener('click', () => {
    sent = true;
  });
  window.addEventListener('beforeunload', (event) => {
    if (!sent && changed()) event.preventDefault();
  });
});
