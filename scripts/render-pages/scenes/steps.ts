import { type RequestOptions, softwareAuthenticator } from '../../../test/support/authenticator.ts';
import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import {
  addApp,
  addPasskey,
  codeIn,
  confirmAddress,
  otherPassword,
  passkeyOptionsIn,
  password,
  registered,
  username,
  weaken,
  wrongCode,
} from '../people.ts';
import { inBothModes, production, type Scene, type Stage } from '../stage.ts';

const here = '/login/second-factor';
const next = '/account';

async function answerCodes(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const app = await addApp(stage, ada);
  const self = stage.visitor();
  await self.send('/login', { username, password, next }, 'asked');
  await self.open('/login?next=/account', 'login-half-way');
  await self.open('/login/new-password', 'step-that-is-not-asked');
  await self.open('/login/add-second-factor', 'adding-that-is-not-asked');
  await self.send(here, { factor: 'totp' }, 'app-empty');
  await self.send(here, { factor: 'nothing', code: '1' }, 'no-such-factor');
  await self.send(here, { factor: 'totp', code: wrongCode.app, next }, 'app-wrong');
  await self.send(here, { factor: 'recovery-code', code: wrongCode.recovery, next }, 'recovery-code-wrong');
  await self.send(here, { factor: 'recovery-code' }, 'recovery-code-empty');
  await self.send(here, { factor: 'totp', code: app.code(), next }, 'done-by-app');
  await self.send(here, { factor: 'totp', code: app.code(), next }, 'after-the-end');
  const other = stage.visitor();
  await other.send('/login', { username, password, next });
  await other.send(
    here,
    { factor: 'recovery-code', code: app.codes[0] ?? '', next },
    'done-by-recovery-code',
  );
  await other.open('/account', 'account-after-recovery-code');
  const late = stage.visitor();
  await late.send('/login', { username, password, next });
  stage.clock.advance(60 * 60_000);
  await late.open(here, 'over');
  await late.send(here, { factor: 'totp', code: app.code() }, 'over-send');
}

async function guessCodes(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const app = await addApp(stage, ada);
  const self = stage.visitor();
  await self.send('/login', { username, password, next });
  for (let at = 1; at <= 7; at++) {
    const proof = at > 3 ? { proofOfWork: await proofOfWork(self.browser) } : {};
    await self.send(here, { factor: 'totp', code: wrongCode.app, next, ...proof }, `wrong-${at}`);
  }
  await self.open(here, 'after-wrong');
  await self.send(here, { factor: 'totp', code: app.code(), next }, 'challenge-missing');
  await self.send('/login', { username, password, next }, 'login-again');
}

async function answerPasskey(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  const { authenticator } = await addPasskey(stage, ada);
  const self = stage.visitor();
  const { attempt } = await self.call('POST', '/api/login', { username, password });
  const { text } = await self.open(`${here}?next=/account`, 'asked');
  const response = authenticator.get(passkeyOptionsIn(text));
  await self.call('POST', `/api/login/${attempt}/passkey`, { response });
  await self.open('/account', 'done-by-passkey');
  const app = await addApp(stage, ada);
  await self.open('/account', 'account-with-both');
  const other = stage.visitor();
  await other.send('/login', { username, password, next }, 'asked-with-app');
  await other.send(here, { factor: 'totp', code: wrongCode.app, next }, 'app-wrong');
  await other.send(here, { factor: 'totp', code: app.code(), next }, 'done-by-app');
}

/** A passkey that knows its owner, and nothing typed. */
async function beginByPasskey(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  const { authenticator } = await addPasskey(stage, ada);
  const self = stage.visitor();
  const { attempt, next: offers } = await self.call('POST', '/api/login', {});
  await self.open('/login', 'begun');
  const response = authenticator.get(offers?.[0]?.options as RequestOptions);
  await self.call('POST', `/api/login/${attempt}/passkey`, { response });
  await self.open('/account', 'done');
}

async function addFirst(stage: Stage): Promise<void> {
  const here = '/login/add-second-factor';
  const self = stage.visitor();
  await self.send('/register', { username, password, next }, 'asked');
  await self.send(here, { factor: 'totp', next }, 'code-empty');
  const { text } = await self.send(here, { factor: 'totp', code: wrongCode.app, next }, 'code-wrong');
  const secret = /[?;&]secret=([A-Z2-7]{32})/.exec(text)?.[1] ?? '';
  await self.send(here, { factor: 'totp', code: totpCode(secret, stage.clock()), next }, 'done-by-app');
  await self.open('/account', 'account-with-app');
  await self.send('/account/security/totp/remove', {}, 'last-one-removed');
  await self.open(here, 'after-the-end');

  const other = stage.visitor();
  const begun = await other.call('POST', '/api/register', { username: 'grace', password });
  const page = await other.open(`${here}?next=/account`, 'asked-another');
  const authenticator = softwareAuthenticator({ origin: stage.config.publicUrl });
  const response = authenticator.create(passkeyOptionsIn(page.text));
  const added = await other.call('POST', `/api/login/${begun.attempt}/add-passkey`, { response });
  const codes = (added.recoveryCodes ?? []).join(' ');
  await other.send('/account/security/passkeys/codes', { codes, next }, 'done-by-passkey');
  await other.open('/account', 'account-with-passkey');
  const late = stage.visitor();
  await late.send('/login', { username, password });
  await late.open('/login/second-factor', 'second-factor');
}

async function chooseNew(stage: Stage): Promise<void> {
  await registered(stage);
  const weak = await weaken(stage);
  const self = stage.visitor();
  const here = '/login/new-password';
  await self.send('/login', { username, password: weak, next }, 'asked');
  await self.send(here, { next }, 'empty');
  await self.send(here, { newPassword: 'short', next }, 'refused');
  await self.send(here, { newPassword: otherPassword, next }, 'done');
  await self.send(here, { newPassword: password, next }, 'after-the-end');
}

/** A code by email, then the app. */
async function emailThenApp(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const app = await addApp(stage, ada);
  const self = stage.visitor();
  await self.send('/login/send-code', { username, next });
  await self.send('/login/email-code', { code: await codeIn(stage), next }, 'asked');
  for (let at = 1; at <= 3; at++)
    await self.send(here, { factor: 'totp', code: wrongCode.app, next }, `app-wrong-${at}`);
  await self.send(here, { factor: 'totp', code: app.code(), next }, 'challenge-missing');
  const proof = await proofOfWork(self.browser);
  await self.send(here, { factor: 'totp', code: app.code(), next, proofOfWork: proof }, 'done');
}

export const stepScenes: readonly Scene[] = [
  ...inBothModes('30-second-factor', answerCodes),
  ...inBothModes('31-second-factor-guessed', guessCodes),
  ...inBothModes('32-second-factor-passkey', answerPasskey),
  ...inBothModes('36-login-by-passkey', beginByPasskey),
  ...inBothModes('33-email-code-then-app', emailThenApp, { login: { emailCode: true } }),
  ...inBothModes('34-add-second-factor', addFirst, { login: { secondFactor: 'required' } }),
  { title: '35-new-password', settings: production, play: chooseNew },
];
