import { seconds } from '../../src/kit/duration.ts';
import type { TestApp } from './app.ts';
import { type Authenticator, type CreationOptions, softwareAuthenticator } from './authenticator.ts';
import type { Browser } from './browser-of.ts';
import { freshName, goodPassword } from './names.ts';
import { totpCode } from './totp-codes.ts';

/** Has the browser's account set up an authenticator app; half a minute later, so that the app shows a new code. */
export async function setUpTotp(app: TestApp, self: Browser): Promise<{ secret: string; codes: string[] }> {
  const { secret = '' } = (await self.post('/api/me/totp')).body;
  const confirmed = await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  app.clock.advance(seconds(30));
  return { secret, codes: confirmed.body.recoveryCodes ?? [] };
}

/** Has the browser's account add a passkey, and answers its id. */
export async function addPasskey(
  self: Browser,
  authenticator: Authenticator = softwareAuthenticator(),
): Promise<string> {
  const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
  const response = authenticator.create(options);
  const added = await self.post('/api/me/passkeys', { response });
  if (added.status !== 201) throw new Error(added.text);
  return added.body.passkey?.id ?? '';
}

/** Somebody with an authenticator app and recovery codes, in the browser in which the account was registered. */
export async function protectedPerson(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, accountId: body.account?.id ?? '', ...(await setUpTotp(app, self)) };
}

/** Somebody whose password was right, in a browser that waits for the code of the app. */
export async function unfinished(app: TestApp) {
  const { username, secret } = await protectedPerson(app);
  const browser = app.browser();
  const { attempt } = (await browser.login(username, goodPassword)).body;
  return { browser, username, attempt, code: () => totpCode(secret, app.clock()) };
}
