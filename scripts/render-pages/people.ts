import {
  type Authenticator,
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
} from '../../test/support/authenticator.ts';
import { codeTo, loginCodeTo } from '../../test/support/mails.ts';
import { totpCode } from '../../test/support/totp-codes.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

export const password = 'walrus teapot gravel ninth';
export const otherPassword = 'cobalt ferry sandal quince';
export const username = 'ada';
export const address = 'ada@example.com';

/** Somebody who has just registered, in the browser that they did it with. */
export async function registered(stage: Stage, name = username): Promise<Visitor> {
  const self = stage.visitor();
  await self.call('POST', '/api/register', { username: name, password, data: { tea: 'green' } });
  return self;
}

/** Sets up an authenticator app; afterwards it shows a new code. */
export async function addApp(stage: Stage, self: Visitor): Promise<{ code(): string; codes: string[] }> {
  const { secret = '' } = await self.call('POST', '/api/me/totp');
  const { recoveryCodes = [] } = await self.call('POST', '/api/me/totp/confirm', {
    code: totpCode(secret, stage.clock()),
  });
  stage.clock.advance(30_000);
  return { code: () => totpCode(secret, stage.clock()), codes: recoveryCodes };
}

/** Adds a passkey, and answers its ID and what holds it. */
export async function addPasskey(
  stage: Stage,
  self: Visitor,
): Promise<{ id: string; authenticator: Authenticator; codes: string }> {
  const authenticator = softwareAuthenticator({ origin: stage.config.publicUrl });
  const options = (await self.call('POST', '/api/me/passkeys/options')) as unknown as CreationOptions;
  const { passkey, recoveryCodes = [] } = await self.call('POST', '/api/me/passkeys', {
    response: authenticator.create(options),
  });
  return { id: passkey?.id ?? '', authenticator, codes: recoveryCodes.join(' ') };
}

/** What a page gives its script to make or ask a passkey with. */
export function passkeyOptionsIn(page: string): CreationOptions & RequestOptions {
  const [, options = '{}'] = /data-options="([^"]*)"/.exec(page) ?? [];
  return JSON.parse(options.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as CreationOptions &
    RequestOptions;
}

/** Confirms an address by the link of the email. */
export async function confirmAddress(stage: Stage, self: Visitor, email = address): Promise<void> {
  await self.call('PUT', '/api/me/email', { email });
  await stage.visitor().call('POST', '/api/email/verify', { token: await linkIn(stage, email) });
}

/** The token of the link in the newest email to an address. */
export const linkIn = (stage: Stage, email = address) => codeTo(stage, email);

/** The code in the newest email to an address. */
export const codeIn = (stage: Stage, email = address) => loginCodeTo(stage, email);

/** Takes the password from the account, as if it had been imported without one. */
export async function losePassword({ database }: Stage, name = username): Promise<void> {
  const account = database.db.selectFrom('accounts').select('id').where('username', '=', name);
  await database.db.deleteFrom('passwords').where('account_id', '=', account).execute();
}

/** A password from before there were rules for it. */
export async function weaken({ services, database }: Stage, name = username): Promise<string> {
  const weak = 'insecure';
  const { hash } = await services.hasher.hash(weak);
  const account = database.db.selectFrom('accounts').select('id').where('username', '=', name);
  await database.db
    .updateTable('passwords')
    .set({ hash, weak: 1 })
    .where('account_id', '=', account)
    .execute();
  return weak;
}

/** A wrong code that has the form of a right one. */
export const wrongCode = { app: '000000', email: '0000 0000', recovery: '0000-0000-0000-0000-0000-0000' };
