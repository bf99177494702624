import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { addApp, confirmAddress, linkIn, otherPassword, password, registered, username } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

const here = '/recover/complete';

async function recover(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const self = stage.visitor();
  await self.open('/recover?again', 'ask-again');
  await self.send('/recover', {}, 'ask-empty');
  await self.send('/recover', { identifier: 'nobody' }, 'sent-to-nobody');
  await self.send('/recover', { identifier: username }, 'sent');
  const token = await linkIn(stage);
  await self.send(here, {}, 'empty');
  await self.send(here, { token: 'lnk_old', newPassword: otherPassword }, 'no-such-link');
  await self.send(here, { token, newPassword: 'short' }, 'password-refused');
  await self.send(here, { token, newPassword: otherPassword }, 'done');
  await self.send(here, { token, newPassword: otherPassword }, 'link-used');
  await self.send('/login', { username, password: otherPassword, next: '/account' }, 'login-afterwards');

  const many = stage.visitor();
  for (let at = 0; at < 3; at++) await many.send('/recover', { identifier: `nobody-${at}` });
  await many.open('/recover', 'with-challenge');
  await many.send('/recover', { identifier: username }, 'challenge-missing');
  await many.send(
    '/recover',
    { identifier: username, proofOfWork: await proofOfWork(many.browser) },
    'sent-with-proof',
  );
  const late = await linkIn(stage);
  stage.clock.advance(60 * 60_000);
  await many.send(here, { token: late, newPassword: password }, 'link-expired');
}

/** With a second factor the new password alone opens nothing. */
async function recoverProtected(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  await addApp(stage, ada);
  const self = stage.visitor();
  await self.send('/recover', { identifier: 'ada@example.com' }, 'sent');
  await self.send(here, { token: await linkIn(stage), newPassword: otherPassword }, 'done');
  await self.send('/login', { username, password: otherPassword }, 'login-afterwards');
}

export const recoveryScenes: readonly Scene[] = [
  ...inBothModes('40-recover', recover),
  ...inBothModes('41-recover-protected', recoverProtected),
];
