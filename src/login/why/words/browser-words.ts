import { type StepWith, english as trails } from '../../../people/trails/index.ts';
import type { Found } from '../finding.ts';

type Refused = StepWith<'browser-refused'>;

/** Browsers end a request after a minute or more; faster than this, nobody has read it. */
const [soon, late] = [2, 55];

type OtherError = Exclude<Refused['error'], 'NotAllowedError'>;

const errors: Readonly<Record<OtherError, Found>> = {
  AbortError: {
    because: 'the browser ended the passkey request because another one began',
    advice: ['Reload the page, and try again.'],
  },
  SecurityError: {
    because: "the browser doesn't allow this site's passkeys at the address of the page",
    advice: ['People must open the address in `publicUrl`, over https, and not inside another page.'],
  },
  InvalidStateError: {
    because: 'the device already has a passkey of this account',
    advice: ['Sign in with that one.'],
  },
  NotSupportedError: {
    because: "the browser or the device can't use this kind of passkey",
    advice: ['Use another device or a security key, or sign in another way.'],
  },
  ConstraintError: {
    because: "the device can't verify the person using it",
    advice: ['Set up a PIN, fingerprint or face on the device.'],
  },
  UnknownError: {
    because: 'the device has failed to use the passkey',
    advice: ['Unlock the device, restart the browser, and try again.'],
  },
  OtherError: {
    because: 'the browser failed to ask for the passkey',
    advice: ['Update the browser, or use another one.'],
  },
};

/** What is said otherwise where a passkey was to be added. */
const whenAdding: Readonly<Partial<Record<OtherError, Found>>> = {
  InvalidStateError: {
    because: 'the device already has a passkey of this account',
    advice: [
      'It works already: sign in with it, or add one on another device. If the device no longer shows it, remove it on the account page first.',
    ],
  },
  NotSupportedError: {
    because: "the browser or the device can't make this kind of passkey",
    advice: ['Use another device or a security key, or an authenticator app.'],
  },
  UnknownError: {
    because: 'the device has failed to make the passkey',
    advice: [
      "Unlock the device, restart the browser, and try again. A security key may be full: delete a passkey from it that isn't needed.",
    ],
  },
};

/** Why the browser has refused a passkey. Of a `NotAllowedError` only the time tells some of its causes apart. */
export function browserRefused({ error, seconds, adding }: Refused): Found {
  if (error !== 'NotAllowedError') return (adding ? whenAdding[error] : undefined) ?? errors[error];
  if (seconds >= late) {
    return {
      because: `nobody answered the browser's passkey window within ${trails.wait(seconds)}`,
      advice: ['Try again, with the device or security key at hand.'],
    };
  }
  return {
    because: `the browser's passkey window was closed after ${trails.wait(seconds)}`,
    advice: [
      ...(seconds < soon
        ? ['So fast, it was probably the browser: the page must be in front when the button is clicked.']
        : []),
      adding
        ? 'The person canceled, or the device has no screen lock or PIN to protect a passkey with. Set one up, and try again.'
        : 'The person canceled, or this device has no passkey for this site. Sign in another way, or use the device that has it.',
    ],
  };
}
