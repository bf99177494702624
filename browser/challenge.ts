// Solves the proof of work while people type, and makes the form wait for it. Uses the widget's build without inlined
// workers: the worker is served from here, so the page's policy doesn't need blob:.
import 'altcha/external';
import type { AltchaWidgetElement } from 'altcha';
import { each, one, say } from './dom.ts';

globalThis.$altcha.i18n.set('en', {
  ...globalThis.$altcha.i18n.get('en'),
  label: 'Check your browser',
  verifying: 'Checking your browser…',
  verified: 'Browser check complete',
  error: 'The browser check failed. Submit the form to try again.',
  expired: 'The browser check expired. Submit the form to try again.',
});

each('[data-challenge]', (box) => {
  const worker = box.dataset.worker ?? '';
  globalThis.$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(worker));
  const form = box.closest('form');
  if (form) waitForProof(form, box, one<AltchaWidgetElement>(box, 'altcha-widget'));
});

function waitForProof(form: HTMLFormElement, box: HTMLElement, widget: AltchaWidgetElement): void {
  const status = one(box, '[data-challenge-status]');
  let running: Promise<boolean> | undefined;
  let isWaiting = false;

  /** One at a time: the widget ends the one before, and reports that as a failure. */
  const solve = (): Promise<boolean> => {
    running ??= Promise.resolve(widget.verify())
      .then(() => widget.getState() === 'verified')
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  const send = async (submitter: HTMLElement | null): Promise<void> => {
    isWaiting = true;
    submitter?.setAttribute('aria-busy', 'true');
    say(status, 'Checking your browser. This takes a moment.');
    // A connection that broke once is no reason to ask the person.
    const isSolved = (await solve()) || (await solve());
    isWaiting = false;
    submitter?.removeAttribute('aria-busy');
    say(status, isSolved ? '' : 'The browser check failed. Try again.');
    // One turn later, after the widget has filled in its field.
    if (isSolved) setTimeout(() => form.requestSubmit(submitter), 0);
  };

  // The widget's own required checkbox would stop a form that's submitted while the work is running.
  form.noValidate = true;

  form.addEventListener('submit', (event) => {
    const wrong = [...form.elements].find((field) => isWrong(field) && !widget.contains(field));
    if (wrong) {
      event.preventDefault();
      (wrong as HTMLInputElement).reportValidity();
    } else if (widget.getState() !== 'verified') {
      event.preventDefault();
      if (!isWaiting) void send(event.submitter);
    }
  });

  // Once the element stands.
  setTimeout(() => void solve(), 0);
}

function isWrong(field: Element): boolean {
  return 'validity' in field && !(field as HTMLInputElement).validity.valid;
}
