import { seconds } from '../../src/kit/duration.ts';
import { actingAsCommand } from '../../src/operate/accounts/index.ts';
import { grantRole } from '../../src/operate/roles/index.ts';
import type { TestApp } from './app.ts';
import type { Browser } from './browser-of.ts';
import { goodPassword } from './names.ts';
import { protectedPerson } from './second-factors.ts';
import { totpCode } from './totp-codes.ts';

/** Somebody who can use the console, freshly signed in with a second factor. */
export interface TestAdministrator {
  readonly self: Browser;
  readonly username: string;
  readonly accountId: string;
  /** Signs in in another browser. */
  signIn(): Promise<Browser>;
  /** Proves again who they are. */
  verify(): Promise<void>;
}

/** An account with these roles, by the command line's functions. */
export async function administratorWith(
  app: TestApp,
  ...roles: readonly string[]
): Promise<TestAdministrator> {
  const { username, accountId, secret } = await protectedPerson(app);
  for (const role of roles) await grantRole(app.services, actingAsCommand(), { accountId, role });
  const code = () => {
    const now = totpCode(secret, app.clock());
    // Each code works once.
    app.clock.advance(seconds(30));
    return now;
  };
  const signIn = async () => {
    const browser = app.browser();
    const { attempt } = (await browser.login(username, goodPassword)).body;
    const opened = await browser.post(`/api/login/${attempt}/totp`, { code: code() });
    if (opened.body.status !== 'complete') throw new Error(opened.text);
    return browser;
  };
  const self = await signIn();
  const verify = async () => {
    const verified = await self.post('/api/reauthenticate', { factor: 'totp', code: code() });
    if (verified.status !== 200) throw new Error(verified.text);
  };
  return { self, username, accountId, signIn, verify };
}
