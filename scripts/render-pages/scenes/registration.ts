import { invited } from '../../../test/support/invitations.ts';
import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { address, linkIn, password, registered, username } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

async function register(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.send('/register', {}, 'empty');
  await self.send('/register', { username: 'a b', password: 'short', email: 'nowhere' }, 'refused-all');
  await self.send(
    '/register',
    { username, password: 'passwordpassword', next: '/account' },
    'refused-password',
  );
  await self.send('/register', { username: 'admin', password, remember: 'on' }, 'refused-name');
  await self.send('/register', { username, password }, 'done');
  await self.open('/', 'done-home');
  const other = stage.visitor();
  await other.send('/register', { username, password, next: '/account' }, 'name-taken');
  for (const name of ['grace', 'edsger', 'barbara']) await other.browser.register(name, password);
  other.browser.jar.clear();
  await other.open('/register', 'with-challenge');
  await other.send('/register', { username: 'radia', password }, 'refused-challenge');
  const proof = await proofOfWork(other.browser);
  await other.send(
    '/register',
    { username: 'radia', password, proofOfWork: proof, next: '/account' },
    'done-with-proof',
  );
}

/** By default an address is confirmed before there is a session. */
async function confirm(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.send('/register', { username, password, email: address, next: '/account' }, 'more');
  await self.open('/login', 'login-half-way');
  await self.open('/register', 'register-half-way');
  await self.send('/login/verify-email', { act: 'go-on' }, 'still-waiting');
  await self.send('/login/verify-email', { act: 'send', email: 'so@localhost' }, 'other-address-refused');
  await self.send('/login/verify-email', { act: 'send' }, 'other-address-empty');
  await self.send('/login/verify-email', { act: 'nothing' }, 'no-such-act');
  await self.send('/login/verify-email', { act: 'send', email: 'ada@example.org' }, 'other-address-sent');
  await self.send(
    '/login/verify-email',
    { act: 'go-on', owner: 'att_000000000000' },
    'form-of-another-login',
  );
  const token = await linkIn(stage, 'ada@example.org');
  await self.send('/email/verify', { token }, 'confirmed');
  await self.open('/login/verify-email', 'confirmed-elsewhere');
  await self.open('/login', 'login-confirmed-elsewhere');
  await self.send('/email/verify', { token }, 'confirmed-again');
  await self.send('/login/verify-email', { act: 'go-on', next: '/account' }, 'done');
  await self.open('/email/verified', 'verified-signed-in');
  await self.send('/email/verify', { token: '' }, 'verify-empty');
  await self.send('/email/verify', { token: 'lnk_old' }, 'verify-no-such-link');
}

/** The address belongs to somebody already, whom an email tells; nobody else is told. */
async function inUse(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await ada.call('PUT', '/api/me/email', { email: address });
  await ada.call('POST', '/api/email/verify', { token: await linkIn(stage) });
  const self = stage.visitor();
  await self.send('/register', { username: 'eve', password, email: address }, 'more');
  stage.clock.advance(60 * 60_000);
  await self.send('/login/verify-email', { act: 'go-on' }, 'over');
  await self.send('/login/verify-email', { act: 'send', email: 'eve@example.com' }, 'over-send');
}

async function requireAddress(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.open('/register', 'register');
  await self.send('/register', { username, password }, 'without');
  await self.send('/register', { username, password, email: address }, 'more');
}

/** Where not everybody may. */
async function notForAll(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.open('/', 'home');
  await self.open('/login', 'login');
  await self.open('/register', 'register');
  await self.send('/register', { username, password }, 'refused');
}

/** An invitation, for who is new and for who has an account. */
async function invitation(stage: Stage): Promise<void> {
  const { services } = stage;
  const token = async (email: string) => (await invited({ services }, email)).token;
  const self = stage.visitor();
  await self.open('/invitation', 'invitation');
  await self.send('/invitation', { token: 'lnk_old', username, password }, 'no-such-invitation');
  const code = await token(address);
  await self.send('/invitation', { token: code, username: 'admin', password: 'short' }, 'refused');
  await self.send('/invitation', { token: code, username, password }, 'done');
  await self.open('/invitation', 'signed-in');
  await self.send('/account/invitation', { token: code }, 'used');
  const foreign = await token('grace@example.com');
  await self.send('/account/invitation', { token: foreign }, 'for-another');
  await self.send('/account/invitation', { token: await token(address) }, 'accepted');
  await self.open('/account/invitation/accepted', 'accepted-page');
  const other = stage.visitor();
  await other.send('/invitation', { token: await token(address), username: 'eve', password }, 'has-account');
}

export const registrationScenes: readonly Scene[] = [
  ...inBothModes('10-register', register),
  ...inBothModes('11-register-with-email', confirm),
  ...inBothModes('12-register-with-email-in-use', inUse),
  ...inBothModes('13-register-email-required', requireAddress, { email: { registration: 'required' } }),
  ...inBothModes('17-invitation', invitation, { registration: { mode: 'invited' } }),
  ...inBothModes('15-register-invited', notForAll, { registration: { mode: 'invited' } }),
  ...inBothModes('16-register-closed', notForAll, { registration: { mode: 'closed' } }),
  ...inBothModes('14-register-email-later', confirmLater, { email: { verification: 'later' } }),
];

async function confirmLater(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.open('/register', 'register');
  await self.send('/register', { username, password, email: address, next: '/account' }, 'done');
  await self.send('/email/verify', { token: await linkIn(stage) }, 'confirmed');
  await self.open('/account', 'account-confirmed');
}
