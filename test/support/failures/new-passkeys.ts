import { softwareAuthenticator } from '../authenticator.ts';
import { goodPassword } from '../names.ts';
import { addPasskey } from '../second-factors.ts';
import { totpCode } from '../totp-codes.ts';
import { byPasskey, holder } from './factors.ts';
import type { Failure } from './failure.ts';
import { stranger } from './password.ts';

/** Somebody on their account page, whose browser has made no passkey, and who does what was told and then adds one. */
function notMade(
  situation: string,
  report: { readonly error: string; readonly seconds: number },
  operator: readonly string[],
): Failure {
  return {
    situation: `no passkey could be added: ${situation}`,
    async prepare(app) {
      const { self, username, id } = await holder(app);
      const answer = await self.post('/api/me/passkeys/error', report);
      const remedy = async () => {
        if (report.error === 'InvalidStateError') await self.send('DELETE', `/api/me/passkeys/${id}`);
        const fresh = softwareAuthenticator();
        await addPasskey(self, fresh);
        return byPasskey(app, fresh);
      };
      return { answer, username, remedy };
    },
    operator: ["hasn't finished adding a second factor: ", ...operator],
    person: '',
  };
}

/** What goes wrong with a passkey that is to be added; what the person reads is the script's, and tried in a browser. */
export const newPasskeyFailures: readonly Failure[] = [
  notMade('the person canceled', { error: 'NotAllowedError', seconds: 4 }, [
    "the browser's passkey window was closed after 4 s",
    'The person canceled, or the device has no screen lock or PIN',
  ]),
  notMade('nobody answered', { error: 'NotAllowedError', seconds: 61 }, [
    "nobody answered the browser's passkey window within 61 s",
    'Try again',
  ]),
  notMade('the device has one', { error: 'InvalidStateError', seconds: 2 }, [
    'the device already has a passkey of this account',
    'sign in with it, or add one on another device',
    'remove it on the account page first',
  ]),
  notMade('the page is of another address', { error: 'SecurityError', seconds: 0 }, [
    "doesn't allow this site's passkeys at the address of the page",
    '`publicUrl`',
  ]),
  notMade('the device makes none of this kind', { error: 'NotSupportedError', seconds: 0 }, [
    "can't make this kind of passkey",
    'another device',
  ]),
  notMade('the device has no PIN', { error: 'ConstraintError', seconds: 1 }, [
    "the device can't verify the person using it",
    'Set up a PIN, fingerprint or face',
  ]),
  notMade('another request ended it', { error: 'AbortError', seconds: 1 }, [
    'another one began',
    'Reload the page',
  ]),
  {
    situation: 'the device makes no passkey of this kind, in a sign-in that must add a factor',
    settings: { login: { secondFactor: 'required' } },
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const { attempt, next = [] } = (await browser.login(username, goodPassword)).body;
      const url = `/api/login/${attempt}`;
      const answer = await browser.post(`${url}/passkey-error`, { error: 'NotSupportedError', seconds: 1 });
      const remedy = async () => {
        const secret = String(next.find(({ factor }) => factor === 'add-totp')?.secret);
        await browser.post(`${url}/add-totp`, { code: totpCode(secret, app.clock()) });
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ["hasn't finished signing in", "can't make this kind of passkey", 'an authenticator app'],
    person: '',
  },
];
