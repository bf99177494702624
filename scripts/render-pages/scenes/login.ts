import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { codeIn, confirmAddress, password, registered, username, wrongCode } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

const wrong = 'not the password';

async function logIn(stage: Stage): Promise<void> {
  await registered(stage);
  const self = stage.visitor();
  await self.send('/login', {}, 'empty');
  await self.send('/login', { username: 'nobody', password, next: '/account' }, 'unknown-name');
  await self.send('/login', { username, password: wrong, remember: 'on' }, 'wrong');
  await self.send('/login', { username, password, next: '/account', remember: 'on' }, 'done');
  await self.open('/account', 'done-account');
  await stage.visitor().open('/login/complete?next=/account&attempt=7K3M-Q2XV-9D4T', 'cookie-missing');
  await self.open('/login?next=/problems', 'signed-in-already');
  await self.send('/login', { username, password, next: 'https://elsewhere.example/' }, 'next-elsewhere');
  await self.open('/logout', 'logout');
  await self.send('/logout', {}, 'logged-out');
  await self.send('/logout', {}, 'logged-out-already');
}

/** Wrong passwords ask for a proof of work, then for a pause. */
async function guess(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const self = stage.visitor();
  for (const at of [1, 2, 3]) await self.send('/login', { username, password: wrong }, `wrong-${at}`);
  await self.send('/login', { username, password: wrong }, 'challenge-missing');
  for (const at of [4, 5]) {
    const proof = await proofOfWork(self.browser);
    await self.send('/login', { username, password: wrong, proofOfWork: proof }, `wrong-${at}-with-proof`);
  }
  await self.send(
    '/login',
    { username, password, proofOfWork: await proofOfWork(self.browser) },
    'must-wait',
  );
  stage.clock.advance(60_000);
  await self.send('/login', { username, password, proofOfWork: 'nonsense' }, 'challenge-wrong');
  await self.send('/login', { username, password, proofOfWork: await proofOfWork(self.browser) }, 'done');
  const network = stage.visitor();
  for (let at = 0; at < 100; at++) await network.browser.login(`nobody-${at}`, wrong);
  await network.send('/login', { username: 'nobody', password: wrong }, 'network-must-wait');
}

/** Many wrong passwords turn the password off, until a new one is chosen by email. */
async function guessOn(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const self = stage.visitor();
  for (let at = 1; at <= 8; at++) {
    const proofOfWorkNow = await proofOfWork(self.browser);
    await self.send('/login', { username, password: wrong, proofOfWork: proofOfWorkNow }, `wrong-${at}`);
    stage.clock.advance(60 * 60_000);
  }
  await self.send('/login', { username, password, proofOfWork: await proofOfWork(self.browser) }, 'right');
}

/** A name alone, and a code to the confirmed address. */
async function byEmail(stage: Stage): Promise<void> {
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const self = stage.visitor();
  await self.open('/login', 'login');
  await self.open('/login/send-code?next=/account', 'send-code');
  await self.open('/login/send-code?again&next=/account', 'send-code-again');
  await self.send('/login/send-code', {}, 'send-code-empty');
  await self.send('/login/send-code', { username: 'nobody', next: '/account' }, 'sent-to-nobody');
  await self.send('/login/email-code', { code: wrongCode.email }, 'code-of-nobody-refused');
  await self.send('/login/send-code', { username, next: '/account', remember: 'on' }, 'sent');
  await self.send('/login/email-code', {}, 'code-empty');
  await self.send('/login/email-code', { code: wrongCode.email, next: '/account' }, 'code-wrong');
  await self.send('/login/email-code', { code: await codeIn(stage), next: '/account' }, 'done');
  await self.send('/login/email-code', { code: wrongCode.email }, 'code-after-the-end');

  const guesser = stage.visitor();
  await guesser.send('/login/send-code', { username });
  for (const at of [1, 2, 3])
    await guesser.send('/login/email-code', { code: wrongCode.email }, `code-wrong-${at}`);
  await guesser.open('/login/email-code', 'code-with-challenge');
  await guesser.send('/login/email-code', { code: wrongCode.email }, 'code-challenge-missing');
  for (const at of [4, 5, 6]) {
    const form = { code: wrongCode.email, proofOfWork: await proofOfWork(guesser.browser) };
    await guesser.send('/login/email-code', form, `code-wrong-${at}`);
  }
  const many = stage.visitor();
  for (let at = 0; at < 10; at++) await many.send('/login/send-code', { username: `nobody-${at}` });
  await many.open('/login/send-code', 'send-code-with-challenge');
  await many.send('/login/send-code', { username }, 'send-code-challenge-missing');
  await many.send(
    '/login/send-code',
    { username, proofOfWork: await proofOfWork(many.browser) },
    'sent-with-proof',
  );
}

async function look(stage: Stage): Promise<void> {
  const self = stage.visitor();
  await self.open('/login', 'login');
  await self.send('/login', { username, password: wrong }, 'wrong');
  await self.open('/recover', 'recover');
}

export const loginScenes: readonly Scene[] = [
  ...inBothModes('20-login', logIn),
  ...inBothModes('21-login-guessed', guess),
  ...inBothModes('26-password-turned-off', guessOn, { limits: { disableAfter: 7 } }),
  ...inBothModes('22-login-by-email-code', byEmail, { login: { emailCode: true } }),
  ...inBothModes('23-login-by-username', look, { login: { identifiers: 'username' } }),
  ...inBothModes('24-login-by-email', look, { login: { identifiers: 'email', emailCode: true } }),
  ...inBothModes('25-site-of-another-name', look, { siteName: 'Tea & <Co>' }),
];
