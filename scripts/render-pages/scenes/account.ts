import {
  address,
  confirmAddress,
  linkIn,
  losePassword,
  otherPassword,
  password,
  registered,
  username,
} from '../people.ts';
import { inBothModes, production, type Scene, type Stage } from '../stage.ts';

const notices = [
  'data',
  'confirmed',
  'session',
  'sessions',
  'email',
  'email-removed',
  'password',
  'password-set',
];
const factorNotices = [
  'passkey-added',
  'passkey-renamed',
  'passkey-removed',
  'totp-added',
  'totp-left',
  'totp-removed',
];

const teaSchema = {
  type: 'object',
  properties: { tea: { type: 'string' } },
  additionalProperties: false,
} as const;

async function manage(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await self.open('/account', 'account');
  for (const done of [...notices, ...factorNotices, 'nothing'])
    await self.open(`/account?done=${done}`, `done-${done}`);

  await self.open('/account/export', 'export');

  await self.send('/account/data', { data: '{"tea": "black"}' }, 'data-saved');
  await self.send('/account/data', { data: '{"tea": }' }, 'data-no-json');
  await self.send('/account/data', { data: '[1]' }, 'data-no-object');
  await self.send('/account/data', { data: '{}', etag: '"old"' }, 'data-changed-meanwhile');

  const phone = stage.visitor(
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  );
  const first = await phone.call('POST', '/api/login', { username, password });
  await stage.visitor('curl/8.5.0').call('POST', '/api/login', { username, password, remember: true });
  await self.open('/account', 'three-sessions');
  await self.send(`/account/sessions/${first.session?.id}/end`, {}, 'session-ended');
  await self.send('/account/sessions/nothing/end', {}, 'no-such-session');
  await self.send('/account/sessions/end-others', {}, 'others-ended');
  await phone.open('/account', 'ended-session');

  await self.send('/account/password', {}, 'password-empty');
  await self.send(
    '/account/password',
    { currentPassword: 'not the password', newPassword: 'short' },
    'password-refused',
  );
  await self.send(
    '/account/password',
    { currentPassword: 'not the password', newPassword: otherPassword },
    'password-wrong',
  );
  await self.send(
    '/account/password',
    { currentPassword: password, newPassword: otherPassword },
    'password-changed',
  );
}

async function manageEmail(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await self.send('/account/email', {}, 'empty');
  await self.send('/account/email', { email: 'nowhere' }, 'refused');
  await self.send('/account/email', { email: address }, 'asked');
  await self.send('/email/verify', { token: await linkIn(stage) }, 'confirmed');
  await self.open('/account', 'account');
  await self.send('/account/email', { email: address }, 'the-same');
  await self.send('/account/email', { email: 'ada@example.org' }, 'another-asked');
  await self.send('/email/verify', { token: await linkIn(stage, 'ada@example.org') }, 'another-confirmed');
  await self.send(
    '/account/password',
    { currentPassword: password, newPassword: otherPassword },
    'password-changed',
  );
  stage.clock.advance(11 * 60_000);
  await self.send('/account/email/remove', {}, 'proof-asked');
  await self.send(
    '/account/prove',
    { factor: 'password', password: otherPassword, next: '/account' },
    'proved',
  );
  await self.send('/account/email/remove', {}, 'removed');
  await self.send('/account/email/remove', {}, 'removed-already');
  for (let at = 0; at < 4; at++)
    await self.send('/account/email', { email: `ada-${at}@example.com` }, `asked-often-${at}`);
}

async function endAccount(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  await self.send('/account/delete', {}, 'empty');
  await self.send('/account/delete', { password: 'not the password' }, 'wrong');
  await self.send('/account/delete', { password }, 'done');
  await self.open('/account', 'afterwards');
  await self.send('/login', { username, password }, 'login-afterwards');
}

/** The site says what the documents of its accounts are like. */
async function fitData(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.call('POST', '/api/register', { username, password, data: { tea: 'green' } });
  await self.send('/account/data', { data: '{"tea":5,"milk":true}' }, 'refused');
  await self.send('/account/data', { data: `{"tea":"${'x'.repeat(300)}"}` }, 'too-large');
}

/** An account that was imported with an address alone. */
async function manageWithoutPassword(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await confirmAddress(stage, self);
  await losePassword(stage);
  await self.open('/account', 'account');
  await self.send('/account/password', {}, 'password-empty');
  await self.send('/account/email/remove', {}, 'remove-last-way-in');
  await self.send('/account/password', { newPassword: otherPassword }, 'password-set');
  await losePassword(stage);
  await self.send('/account/delete', {}, 'delete');
}

async function look(stage: Stage): Promise<void> {
  await (await registered(stage)).open('/account', 'account');
}

export const accountScenes: readonly Scene[] = [
  ...inBothModes('50-account', manage),
  ...inBothModes('51-account-email', manageEmail),
  ...inBothModes('52-account-deleted', endAccount),
  ...inBothModes('53-account-without-password', manageWithoutPassword),
  ...inBothModes('56-account-data-schema', fitData, { data: { maxBytes: 200, schema: teaSchema } }),
  { title: '54-account-without-mail', settings: { ...production, mail: { url: '', from: '' } }, play: look },
  { title: '55-account-at-an-ip-address', settings: { publicUrl: 'http://192.0.2.80:5000' }, play: look },
];
