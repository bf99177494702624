// What is said of a passkey that the browser or the server refused, and what the server is told of it.
import { Refusal, report } from './api.ts';

/** What the browser has refused, in words, and the code that whoever helps can find it by. */
class BrowserRefusal extends Error {
  readonly supportCode: string;

  constructor(said: string, supportCode: string) {
    super(said);
    this.supportCode = supportCode;
  }
}

/** Whether a passkey is to be used, or a new one to be added. */
type Purpose = 'use' | 'add';

/** Does what asks the browser for a passkey. If it refuses, the name of its error goes to `path`, and no text of it. */
export async function asked<Answer>(
  path: string,
  ask: () => Promise<Answer>,
  purpose: Purpose = 'use',
): Promise<Answer> {
  const began = performance.now();
  try {
    return await ask();
  } catch (error) {
    const seconds = Math.min(3600, Math.round((performance.now() - began) / 1000));
    const name = nameOf(error);
    throw new BrowserRefusal(sentenceFor(name, seconds, purpose), await tell(path, name, seconds));
  }
}

/** The support code; empty where the server can't be told. */
async function tell(path: string, error: string, seconds: number): Promise<string> {
  try {
    return await report(path, { error, seconds });
  } catch {
    return '';
  }
}

const elsewhere = 'Try another device or a security key';
const orOtherwise = `${elsewhere}, or sign in another way.`;
const wrong = 'Something went wrong. Try again in a moment.';

const sentences: Readonly<Record<string, string>> = {
  NotAllowedError:
    'The passkey request was canceled, or this device has no passkey for this site. Try again, or sign in another way.',
  AbortError: 'The passkey request was canceled. Try again.',
  InvalidStateError: 'This device already has a passkey for your account.',
  SecurityError: "Passkeys don't work at this address. Open this site at its usual address.",
  NotSupportedError: `This device can't use this kind of passkey. ${orOtherwise}`,
  ConstraintError: `This device can't check that it's you. Set up a PIN, fingerprint or face on it. ${orOtherwise}`,
  UnknownError: 'The device had a problem. Unlock it and try again, or sign in another way.',
  OtherError: wrong,
};

/** What is said otherwise of one that was to be added. */
const whenAdding: Readonly<Record<string, string>> = {
  NotAllowedError:
    "The passkey request was canceled, so no passkey was added. Try again. If that doesn't help, set up a screen lock or PIN on this device first.",
  InvalidStateError:
    'This device already has a passkey for your account. Sign in with it, or add one on another device.',
  NotSupportedError: `This device can't make this kind of passkey. ${elsewhere}.`,
  ConstraintError: `This device can't check that it's you. Set up a PIN, fingerprint or face on it, and try again.`,
  UnknownError: `The device had a problem, so no passkey was added. Unlock it and try again.`,
};

const timedOut = 'The passkey request timed out. Try again, with your device or security key at hand.';

function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return Object.hasOwn(sentences, name) ? name : 'OtherError';
}

function sentenceFor(name: string, seconds: number, purpose: Purpose): string {
  if (name === 'NotAllowedError' && seconds >= 55) return timedOut;
  return (purpose === 'add' ? whenAdding[name] : undefined) ?? sentences[name] ?? wrong;
}

/** What went wrong, in words, with the support code where there is one. */
export function inWords(error: unknown): string {
  if (!(error instanceof Refusal || error instanceof BrowserRefusal)) return wrong;
  const said = error.message === '' ? wrong : error.message;
  return error.supportCode === '' ? said : `${said} Support code: ${error.supportCode}`;
}

/**
 * Tells the browser of a passkey that no account here has, so that it stops offering it (WebAuthn Level 3, §5.1.10).
 * Browsers that can't hear it offer it again.
 */
export async function forget(error: unknown, rpId: string | undefined, credentialId: string): Promise<void> {
  if (!(error instanceof Refusal && error.reason === 'unknown-passkey') || rpId === undefined) return;
  const { signalUnknownCredential } = PublicKeyCredential as Signalling;
  await signalUnknownCredential?.call(PublicKeyCredential, { rpId, credentialId }).catch(() => undefined);
}

/** Newer than the types of the DOM. */
interface Signalling {
  readonly signalUnknownCredential?: (unknown: { rpId: string; credentialId: string }) => Promise<void>;
}
