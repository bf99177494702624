import {
  addApp,
  addPasskey,
  codeIn,
  confirmAddress,
  losePassword,
  passkeyOptionsIn,
  password,
  registered,
  wrongCode,
} from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';
import type { Visitor } from '../visitor.ts';

const here = '/account/prove';
const next = '/account';

async function byPassword(stage: Stage): Promise<void> {
  const self = await registered(stage);
  stage.clock.advance(11 * 60_000);
  await self.send('/account/security/totp', {}, 'asked');
  await self.send(here, { factor: 'password', next }, 'empty');
  await self.send(here, { factor: 'password', password: 'not the password', next }, 'wrong');
  await self.send(here, { factor: 'nothing', next }, 'no-such-factor');
  await self.send(here, { factor: 'email-code', send: 'on', next }, 'email-code-refused');
  await self.send(here, { factor: 'totp', code: wrongCode.app, next }, 'app-refused');
  await guessAll(self, { factor: 'password', password: 'not the password', next });
  stage.clock.advance(10 * 60_000);
  await self.send(here, { factor: 'password', password, next }, 'done');
}

async function byApp(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  const app = await addApp(stage, self);
  stage.clock.advance(11 * 60_000);
  await self.send('/account/security/totp/remove', {}, 'asked');
  await self.send(here, { factor: 'totp', next }, 'app-empty');
  await self.send(here, { factor: 'totp', code: wrongCode.app, next }, 'app-wrong');
  await self.send(here, { factor: 'recovery-code', code: wrongCode.recovery, next }, 'recovery-code-wrong');
  await self.send(here, { factor: 'password', password, next }, 'password-is-half');
  await self.send(here, { factor: 'totp', code: app.code(), next }, 'done-by-app');
  stage.clock.advance(11 * 60_000);
  await self.send(here, { factor: 'recovery-code', code: app.codes[0] ?? '', next }, 'done-by-recovery-code');
  for (let at = 1; at <= 6; at++)
    await self.send(here, { factor: 'totp', code: wrongCode.app, next }, `app-wrong-${at}`);
}

async function byPasskey(stage: Stage): Promise<void> {
  const self = await registered(stage);
  const { authenticator } = await addPasskey(stage, self);
  stage.clock.advance(11 * 60_000);
  await self.send(here, { factor: 'totp', code: wrongCode.app, next }, 'app-refused');
  const { text } = await self.open(`${here}?next=/account`, 'passkey');
  const response = authenticator.get(passkeyOptionsIn(text));
  await self.call('POST', '/api/reauthenticate', { factor: 'passkey', response });
  await self.open('/account', 'done');
  const app = await addApp(stage, self);
  stage.clock.advance(11 * 60_000);
  await self.open(`${here}?next=/account`, 'passkey-and-app');
  await self.send(here, { factor: 'totp', code: wrongCode.app, next }, 'app-wrong');
  await self.send(here, { factor: 'totp', code: app.code(), next }, 'done-by-app');
}

async function byEmail(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  await losePassword(stage);
  stage.clock.advance(11 * 60_000);
  await self.open(`${here}?next=/account`, 'asked');
  await self.send(here, { factor: 'email-code', send: 'on', next }, 'sent');
  await self.send(here, { factor: 'email-code', next }, 'code-empty');
  await self.send(here, { factor: 'email-code', code: wrongCode.email, next }, 'code-wrong');
  await self.send(here, { factor: 'password', password, next }, 'password-refused');
  await self.send(here, { factor: 'email-code', code: await codeIn(stage), next }, 'done');
  for (let at = 1; at <= 6; at++)
    await self.send(here, { factor: 'email-code', send: 'on', next }, `sent-often-${at}`);
}

/** Nothing is left that could be verified. */
async function byNothing(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await losePassword(stage);
  stage.clock.advance(11 * 60_000);
  await self.open(here, 'nothing');
  await self.open('/account', 'account');
}

async function guessAll(self: Visitor, form: Record<string, string>): Promise<void> {
  for (let at = 2; at <= 7; at++) await self.send(here, form, `wrong-${at}`);
}

export const verificationScenes: readonly Scene[] = [
  ...inBothModes('70-prove-by-password', byPassword),
  ...inBothModes('71-prove-by-app', byApp),
  ...inBothModes('72-prove-by-passkey', byPasskey),
  ...inBothModes('73-prove-by-email-code', byEmail),
  ...inBothModes('74-prove-by-nothing', byNothing),
];
