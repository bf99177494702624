import { actingAsCommand, removeSecondFactors } from '../../../src/operate/accounts/index.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import {
  addApp,
  addPasskey,
  confirmAddress,
  losePassword,
  password,
  registered,
  username,
  wrongCode,
} from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

const here = '/account/security/totp';
const codes = '/account/security/recovery-codes';

async function setUpApp(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  await self.open(here, 'nothing-begun');
  const { text } = await self.send(here, {}, 'begun');
  const secret = /[?;&]secret=([A-Z2-7]{32})/.exec(text)?.[1] ?? '';
  await self.open('/account', 'account-half-set-up');
  await self.send(`${here}/confirm`, {}, 'code-empty');
  await self.send(`${here}/confirm`, { code: wrongCode.app }, 'code-wrong');
  await self.send(`${here}/remove`, {}, 'left');
  await self.send(`${here}/confirm`, { code: wrongCode.app }, 'confirm-nothing');
  const again = await self.send(here, {}, 'begun-again');
  const other = /[?;&]secret=([A-Z2-7]{32})/.exec(again.text)?.[1] ?? secret;
  await self.send(`${here}/confirm`, { code: totpCode(other, stage.clock()) }, 'in-force');
  stage.clock.advance(30_000);
  await self.open('/account', 'account-with-app');
  await self.send(here, {}, 'begun-beside-one');
  await self.send(codes, {}, 'new-recovery-codes');
  await self.send(`${here}/remove`, {}, 'removed');
  await self.send(`${here}/remove`, {}, 'removed-already');
  await self.send(codes, {}, 'recovery-codes-of-nothing');
  await self.open('/account', 'account-without-app');
}

async function guessApp(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await self.send(here, {});
  for (let at = 1; at <= 6; at++)
    await self.send(`${here}/confirm`, { code: wrongCode.app }, `code-wrong-${at}`);
}

async function keepPasskeys(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  const first = await addPasskey(stage, self);
  await self.open('/account?done=passkey-added', 'one');
  await self.send('/account/security/passkeys/codes', { codes: first.codes }, 'recovery-codes');
  await addPasskey(stage, self);
  await self.open('/account', 'two');
  await self.send(`/account/security/passkeys/${first.id}/rename`, { name: 'Blue key' }, 'renamed');
  await self.send(`/account/security/passkeys/${first.id}/rename`, { name: '' }, 'rename-empty');
  await self.send('/account/security/passkeys/nothing/rename', { name: 'Blue key' }, 'rename-none');
  await self.send(`/account/security/passkeys/${first.id}/remove`, {}, 'removed');
  await self.send('/account/security/passkeys/nothing/remove', {}, 'remove-none');
  await addApp(stage, self);
  await self.open('/account', 'with-app');
}

/** An operator takes the second factors from somebody who has lost them. */
async function loseFactors(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  await addApp(stage, self);
  await removeSecondFactors(stage.services, actingAsCommand(), { name: username, passkeys: false });
  await self.open('/account', 'session-ended');
  await self.send('/login', { username, password, next: '/account' }, 'login');
}

/** The last way in can't be removed. */
async function keepTheLast(stage: Stage): Promise<void> {
  const self = await registered(stage);
  const { id } = await addPasskey(stage, self);
  await losePassword(stage);
  await self.open('/account', 'passkey-alone');
  await self.send(`/account/security/passkeys/${id}/remove`, {}, 'passkey-kept');
}

export const securityScenes: readonly Scene[] = [
  ...inBothModes('60-authenticator-app', setUpApp),
  ...inBothModes('61-authenticator-app-guessed', guessApp),
  ...inBothModes('62-passkeys', keepPasskeys),
  ...inBothModes('64-second-factors-cleared', loseFactors),
  ...inBothModes('63-passkey-alone', keepTheLast),
];
