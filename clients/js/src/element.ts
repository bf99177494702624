/**
 * `<latchkey-login server="https://login.example.com" next="/inside">`: signs people in, with every step that the server has a
 * form for. In the light DOM, so your styles apply; with `shadow` in a shadow root, for `::part()`. It writes no inline style and
 * no script, so a strict CSP lets it be.
 */
import { formOf, make, markFields } from './element/draw.ts';
import { addPageSheet, sheetOfShadow } from './element/sheet.ts';
import {
  type Complete,
  type Latchkey,
  latchkey,
  type More,
  Refusal,
  type Step,
  type StepForms,
} from './index.ts';

/** Fires `latchkey-signed-in` with who it is, which a page can cancel to stay, and `latchkey-refused` with the refusal. */
export class LatchkeyLogin extends HTMLElement {
  #login: Latchkey | undefined;
  #forms: StepForms | undefined;
  #more: More | undefined;
  #slotted: ReadonlyMap<string, readonly Node[]> = new Map();

  /** The client that it signs in with: set your own before it is in the page, or use this one. */
  get login(): Latchkey {
    this.#login ??= latchkey(this.getAttribute('server') ?? '');
    return this.#login;
  }

  set login(login: Latchkey) {
    this.#login = login;
  }

  connectedCallback(): void {
    if (this.#forms) return;
    const slotted = [...this.querySelectorAll(':scope > [slot]')];
    this.#slotted = Map.groupBy(slotted, ({ slot }) => slot);
    if (this.hasAttribute('shadow') && !this.shadowRoot) {
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheetOfShadow()];
    } else addPageSheet();
    void this.#start();
  }

  get #root(): ShadowRoot | this {
    return this.shadowRoot ?? this;
  }

  async #start(): Promise<void> {
    try {
      this.#forms = await this.login.forms();
      this.#draw();
    } catch (error) {
      this.#root.replaceChildren(this.#link('Sign in'));
      this.#refuse(error);
    }
  }

  /** In the light DOM a child with `slot` is put where the shadow root has its slot. */
  #slot(name: string): Node[] {
    return this.shadowRoot ? [make('slot', name, { name })] : [...(this.#slotted.get(name) ?? [])];
  }

  #draw(): void {
    const forms = this.#forms;
    if (!forms) return;
    const factors = this.#more?.next.map(({ factor }) => factor) ?? [];
    const steps = factors.flatMap((factor) => {
      const form = forms.steps[factor];
      return form ? [[factor, form] as const] : [];
    });
    const mayPasskey =
      forms.passkey?.origin === location.origin && (!this.#more || factors.includes('passkey'));
    const drawn = this.#more
      ? steps.map(([factor, form], at) =>
          this.#form(factor, formOf(factor, form, at > 0), form.title, at > 0),
        )
      : [this.#form('', formOf('login', forms.signIn), '', false)];
    const isWhole = this.#more !== undefined && steps.length + Number(mayPasskey) === factors.length;
    this.#root.replaceChildren(
      ...this.#slot('logo'),
      ...drawn,
      ...(mayPasskey ? [this.#passkey(forms.passkey.submit)] : []),
      ...(isWhole ? [] : [this.#link(forms.elsewhere)]),
      ...this.#slot('links'),
    );
    if (this.#more) this.#root.querySelector<HTMLElement>('input, button')?.focus();
  }

  #form(factor: string, form: HTMLFormElement, title: string, isFolded: boolean): HTMLElement {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const sent = Object.fromEntries(new FormData(form)) as { username: string; password: string };
      void this.#send(form, () =>
        factor === '' ? this.login.signIn(sent) : this.login.answer(factor, sent),
      );
    });
    return isFolded ? make('details', 'way', {}, make('summary', 'open', {}, title), form) : form;
  }

  #passkey(label: string): HTMLElement {
    const form = make(
      'form',
      'form',
      { 'aria-label': label },
      make('button', 'button', { type: 'submit' }, label),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send(form, () => this.login.passkey());
    });
    return form;
  }

  async #send(form: HTMLFormElement, act: () => Promise<Complete | More>): Promise<void> {
    const button = form.querySelector('button');
    if (button) button.disabled = true;
    const before = this.#more;
    try {
      const step = await act();
      this.#more = step.status === 'more' ? step : undefined;
      this.#draw();
      if (step.status === 'complete') return this.#finish(step);
      this.#sayAgain(before, step);
    } catch (error) {
      this.#refuse(error, form);
    } finally {
      if (button) button.disabled = false;
    }
  }

  /** The same step came back and nothing was refused: the email is not verified yet. */
  #sayAgain(before: More | undefined, { next }: More): void {
    const factor = next[0]?.factor ?? '';
    const again = this.#forms?.steps[factor]?.again;
    if (again !== undefined && before?.next[0]?.factor === factor) this.#say(again);
  }

  #refuse(error: unknown, form?: HTMLFormElement): void {
    // Whoever closes the window that asks for a passkey has chosen to.
    if (error instanceof DOMException) return;
    if (!(error instanceof Refusal)) throw error;
    this.dispatchEvent(new CustomEvent('latchkey-refused', { detail: error, bubbles: true, composed: true }));
    // A proof of work is solved by the server's own page.
    if (error.code === 'challenge-required') {
      location.assign(this.login.url(this.#next()));
      return;
    }
    if (error.code === 'not-found') {
      this.#more = undefined;
      this.#draw();
    } else if (this.#more && namesOf(error.next) !== namesOf(this.#more.next) && error.next.length > 0) {
      this.#more = { ...this.#more, next: error.next };
      this.#draw();
    } else if (form) markFields(form, error.errors);
    const code = error.attempt && supportCode(error.attempt);
    this.#say(code ? `${error.message} (${code})` : error.message);
  }

  #say(sentence: string): void {
    this.#root.querySelector('[role=alert]')?.remove();
    const alert = make('p', 'alert', { role: 'alert', tabindex: '-1' }, sentence);
    this.#root.prepend(alert);
    alert.focus();
  }

  #finish(detail: Complete): void {
    const event = new CustomEvent('latchkey-signed-in', {
      detail,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    const mayLeave = this.dispatchEvent(event);
    const next = this.getAttribute('next');
    if (mayLeave && next !== null) location.assign(next);
  }

  #next(): { next?: string } {
    const next = this.getAttribute('next');
    return next === null ? {} : { next: new URL(next, location.href).href };
  }

  #link(text: string): HTMLElement {
    return make('a', 'elsewhere', { href: this.login.url(this.#next()) }, text);
  }
}

const namesOf = (steps: readonly Step[]): string => steps.map(({ factor }) => factor).join();

/** The ID of an attempt as the server's own pages write it, for reading it to whoever helps: `NDTK-6P2V-FKCA`. */
const supportCode = (attempt: string): string =>
  attempt.replace(/^att_(.{4})(.{4})(.{4})$/, '$1-$2-$3').toUpperCase();

customElements.define('latchkey-login', LatchkeyLogin);

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-login': LatchkeyLogin;
  }
}
