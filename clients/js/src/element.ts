/**
 * `<latchkey-login server="https://login.example.com">`: a form that signs people in, with every step that it can ask for
 * itself. In the light DOM, so your styles apply; without inline styles or scripts, so a strict CSP lets it be.
 */
import { type Latchkey, latchkey, type More, Refusal } from './index.ts';

type Field = readonly [name: string, label: string, attributes: Readonly<Record<string, string>>];

const username: Field = [
  'username',
  'Username or email',
  { autocomplete: 'username webauthn', autocapitalize: 'none' },
];
const password: Field = ['password', 'Password', { type: 'password', autocomplete: 'current-password' }];
const code = (label: string): Field => [
  'code',
  label,
  { autocomplete: 'one-time-code', inputmode: 'numeric' },
];

/** What the element asks for itself; for every other step it leads to the server's own page. */
const steps: Readonly<Record<string, readonly Field[]>> = {
  totp: [code('Code from your authenticator app')],
  'recovery-code': [['code', 'Recovery code', { autocapitalize: 'none', autocomplete: 'off' }]],
  'email-code': [code('Code from the email')],
  'new-password': [['newPassword', 'New password', { type: 'password', autocomplete: 'new-password' }]],
  'verify-email': [],
};

const titles: Readonly<Record<string, string>> = {
  totp: 'Use your authenticator app',
  'recovery-code': 'Use a recovery code',
  'email-code': 'Use the code from the email',
  'new-password': 'Choose a better password',
  'verify-email': 'Open the link in the email, then continue',
};

/** Fires `latchkey-signed-in` with who it is, and `latchkey-refused` with the refusal. */
export class LatchkeyLogin extends HTMLElement {
  /** The client that it signs in with. */
  login: Latchkey | undefined;
  #more: More | undefined;

  connectedCallback(): void {
    this.login ??= latchkey(this.getAttribute('server') ?? '');
    this.#draw();
  }

  #url(): string {
    const next = this.getAttribute('next');
    return this.login?.url(next === null ? {} : { next }) ?? '';
  }

  #draw(refusal?: Refusal): void {
    const known = this.#more?.next.filter(({ factor }) => factor in steps) ?? [];
    const forms = this.#more
      ? known.map(({ factor }) => this.#form(factor, titles[factor] ?? '', steps[factor] ?? []))
      : [this.#form('', 'Sign in', [username, password])];
    const isUnknown = this.#more !== undefined && known.length < this.#more.next.length;
    this.replaceChildren(
      ...(refusal ? [this.#alert(refusal)] : []),
      ...forms,
      ...(isUnknown || !this.#more
        ? [this.#link(this.#more ? 'Continue another way' : 'Other ways to sign in')]
        : []),
    );
    const first = this.querySelector<HTMLElement>(refusal ? '[role=alert]' : 'input');
    if (refusal || this.#more) first?.focus();
  }

  #form(factor: string, title: string, fields: readonly Field[]): HTMLFormElement {
    const form = document.createElement('form');
    form.className = `latchkey-form latchkey-${factor || 'login'}`;
    form.setAttribute('aria-label', title);
    for (const [name, label, attributes] of fields) form.append(field(factor, name, label, attributes));
    const button = document.createElement('button');
    button.textContent = factor === '' ? 'Sign in' : 'Continue';
    form.append(button);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send(form, factor, button);
    });
    return form;
  }

  async #send(form: HTMLFormElement, factor: string, button: HTMLButtonElement): Promise<void> {
    const login = this.login;
    if (!login) return;
    const sent = Object.fromEntries(new FormData(form)) as { username: string; password: string };
    button.disabled = true;
    try {
      const step = await (factor === '' ? login.signIn(sent) : login.answer(factor, sent));
      if (step.status === 'more') this.#more = step;
      else return this.#finish(step);
      this.#draw();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.dispatchEvent(new CustomEvent('latchkey-refused', { detail: error, bubbles: true }));
      // A proof of work is solved by the server's own page.
      if (error.code === 'challenge-required') return location.assign(this.#url());
      if (error.code === 'not-found') this.#more = undefined;
      if (this.#more && error.next.length > 0) this.#more = { ...this.#more, next: error.next };
      this.#draw(error);
    } finally {
      button.disabled = false;
    }
  }

  #finish(detail: unknown): void {
    this.#more = undefined;
    const isHandled = !this.dispatchEvent(
      new CustomEvent('latchkey-signed-in', { detail, bubbles: true, cancelable: true }),
    );
    const next = this.getAttribute('next');
    if (!isHandled && next !== null) location.assign(next);
  }

  #alert({ message, attempt }: Refusal): HTMLElement {
    const alert = document.createElement('p');
    alert.setAttribute('role', 'alert');
    alert.tabIndex = -1;
    alert.className = 'latchkey-alert';
    alert.textContent = attempt ? `${message} (${attempt})` : message;
    return alert;
  }

  #link(text: string): HTMLElement {
    const link = document.createElement('a');
    link.href = this.#url();
    link.textContent = text;
    link.className = 'latchkey-elsewhere';
    return link;
  }
}

function field(
  factor: string,
  name: string,
  label: string,
  attributes: Readonly<Record<string, string>>,
): HTMLElement {
  const id = `latchkey-${factor || 'login'}-${name}`;
  const box = document.createElement('p');
  const caption = document.createElement('label');
  caption.htmlFor = id;
  caption.textContent = label;
  const input = document.createElement('input');
  for (const [key, value] of Object.entries({ id, name, required: '', ...attributes }))
    input.setAttribute(key, value);
  box.append(caption, input);
  return box;
}

customElements.define('latchkey-login', LatchkeyLogin);

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-login': LatchkeyLogin;
  }
}
