// Passkeys: adds one to the account, signs in with one, and confirms an identity with one.
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { type Offer, post, Refusal } from './api.ts';
import { each, one, say } from './dom.ts';
import { asked, forget, inWords } from './passkey-errors.ts';

/**
 * A little less than the lifetime of a challenge. It must be declared before its first use: the bundle turns it into a
 * `var`, and an interval of `undefined` has no pause.
 */
const renewAfter = 4 * 60_000;

type Act = (box: HTMLElement) => Promise<void>;

const acts: Readonly<Record<string, Act>> = { add, 'log-in': logIn, answer };

each('[data-passkey]', (box) => {
  const button = one<HTMLButtonElement>(box, '[data-passkey-button]');
  const status = one(box, '[data-passkey-status]');
  const act = acts[box.dataset.passkey ?? ''];
  const isElsewhere = box.dataset.origin !== location.origin;
  const isAble = browserSupportsWebAuthn();
  button.hidden = isElsewhere || !isAble;
  button.disabled = false;
  box.dataset.ready = '';
  if (isElsewhere) return leadElsewhere(box);
  if (!isAble) return say(status, "This browser doesn't support passkeys.");
  const suggestions = box.dataset.suggests !== undefined ? suggest(box, status, () => button.disabled) : null;
  button.addEventListener('click', async () => {
    button.disabled = true;
    say(status, 'Follow the instructions in your browser.');
    try {
      await act?.(box);
      say(status, '');
    } catch (error) {
      say(status, inWords(error));
      suggestions?.();
    }
    button.disabled = false;
  });
});

/** Links to the same page on the host that passkeys belong to. People have to sign in again there. */
function leadElsewhere(box: HTMLElement): void {
  const link = one<HTMLAnchorElement>(box, '[data-passkey-link]');
  link.href = `${box.dataset.origin}${location.pathname}${location.search}`;
  one(box, '[data-passkey-elsewhere]').hidden = false;
}

function add(box: HTMLElement): Promise<void> {
  return box.dataset.to === undefined ? addToAccount() : addInLogin(box, box.dataset.to);
}

async function addToAccount(): Promise<void> {
  try {
    const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>('/api/me/passkeys/options');
    const response = await asked('/api/me/passkeys/error', () => startRegistration({ optionsJSON }), 'add');
    const added = await post<{ recoveryCodes?: string[] }>('/api/me/passkeys', { response });
    afterAdding(added, '/account?done=passkey-added#passkeys');
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'proof-required')) throw error;
    goTo('/account/prove?next=%2Faccount%23passkeys');
  }
}

/** For an account that must have a second factor: adding one starts the session. */
async function addInLogin({ dataset }: HTMLElement, to: string): Promise<void> {
  const optionsJSON = JSON.parse(dataset.options ?? '');
  const response = await asked(errorsOf(to), () => startRegistration({ optionsJSON }), 'add');
  try {
    const step = await post<Step>(to, { response });
    // If another step follows, the server redirects to it.
    afterAdding(step, step.status === 'complete' ? completePage(to, dataset.next ?? '/') : location.href);
  } catch (error) {
    renewOptions(dataset, error, 'add-passkey');
    throw error;
  }
}

function afterAdding({ recoveryCodes }: { recoveryCodes?: readonly string[] }, next: string): void {
  if (!recoveryCodes) {
    goTo(next);
    return;
  }
  // Their page shows them, so that they're shown, printed and saved in one place only.
  const form = one<HTMLFormElement>(document, '[data-passkey-codes]');
  one<HTMLInputElement>(form, '[name="codes"]').value = recoveryCodes.join(' ');
  form.submit();
}

/** A challenge works once. The refusal contains the next one. */
function renewOptions(dataset: DOMStringMap, error: unknown, factor: string): void {
  if (!(error instanceof Refusal) || error.next.length === 0) return;
  dataset.options = JSON.stringify(optionsIn(error.next, factor));
}

interface Step {
  readonly status: 'complete' | 'more';
  readonly attempt?: string;
  readonly next?: readonly Offer[];
  readonly recoveryCodes?: readonly string[];
}

async function logIn(box: HTMLElement): Promise<void> {
  const login = await begin();
  const { to, options: optionsJSON } = login;
  const response = await asked(errorsOf(to), () => startAuthentication({ optionsJSON }));
  await finish({ to, options: optionsJSON }, response, box);
}

/** Where the errors of the browser go that keep somebody from answering there. */
const errorsOf = (to: string): string =>
  to.startsWith('/api/login/') ? to.replace(/[^/]+$/, 'passkey-error') : `${to}/passkey-error`;

/** Where an answer goes, and what it answers. */
interface Asking {
  readonly to: string;
  readonly options: PublicKeyCredentialRequestOptionsJSON;
}

async function begin() {
  const remember = document.querySelector<HTMLInputElement>('input[name="remember"]')?.checked ?? false;
  const { attempt = '', next = [] } = await post<Step>('/api/login', { remember });
  return { to: `/api/login/${attempt}/passkey`, options: optionsIn(next) };
}

async function finish(
  { to, options: { rpId } }: Asking,
  response: { readonly id: string },
  { dataset: { next = '/' } }: HTMLElement,
): Promise<void> {
  const isLogin = to.startsWith('/api/login/');
  const body = isLogin ? { response } : { factor: 'passkey', response };
  const step = await post<Step>(to, body).catch(async (error: unknown) => {
    await forget(error, rpId, response.id);
    throw error;
  });
  if (step.status === 'complete') return goTo(isLogin ? completePage(to, next) : next);
  const wanted = step.next?.[0]?.factor ?? '';
  const page = ['new-password', 'verify-email'].includes(wanted) ? wanted : 'second-factor';
  goTo(`/login/${page}?next=${encodeURIComponent(next)}`);
}

/** Where the browser shows that it has kept its session, and then goes on. `to` names the attempt. */
function completePage(to: string, next: string): string {
  const [attempt = ''] = /att_\w+/.exec(to) ?? [];
  return `/login/complete?${new URLSearchParams({ next, attempt })}`;
}

function optionsIn(offers: readonly Offer[], wanted = 'passkey'): PublicKeyCredentialRequestOptionsJSON {
  const offer = offers.find(({ factor }) => factor === wanted);
  if (!offer) throw new Error('The login accepts no passkey.');
  return offer.options as PublicKeyCredentialRequestOptionsJSON;
}

async function answer(box: HTMLElement): Promise<void> {
  const optionsJSON = JSON.parse(box.dataset.options ?? '') as PublicKeyCredentialRequestOptionsJSON;
  const { to = '' } = box.dataset;
  const response = await asked(errorsOf(to), () => startAuthentication({ optionsJSON }));
  try {
    await finish({ to, options: optionsJSON }, response, box);
  } catch (error) {
    renewOptions(box.dataset, error, 'passkey');
    throw error;
  }
}

/** Lets the browser suggest passkeys in the username field. Returns a function that starts over. */
function suggest(box: HTMLElement, status: Element, isBusy: () => boolean): () => void {
  const start = async () => {
    if (!(await browserSupportsWebAuthnAutofill()) || isBusy()) return;
    try {
      const login = await begin();
      const response = await startAuthentication({ optionsJSON: login.options, useBrowserAutofill: true });
      await finish(login, response, box);
    } catch (error) {
      // Other errors don't concern people who didn't choose a passkey.
      if (error instanceof Refusal && error.code === 'invalid-credentials') say(status, inWords(error));
    }
  };
  const restart = () => void start();
  restart();
  setInterval(() => {
    if (!document.hidden && !isBusy()) restart();
  }, renewAfter);
  document.querySelector('input[name="remember"]')?.addEventListener('change', restart);
  return restart;
}

/** Loads the page even if only the part after `#` differs. */
function goTo(address: string): void {
  const { pathname, search } = new URL(address, location.href);
  const isHere = pathname === location.pathname && search === location.search;
  location.assign(address);
  if (isHere) location.reload();
}
