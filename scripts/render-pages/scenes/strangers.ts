import { sql } from 'kysely';
import { problems } from '../../../src/server.ts';
import { addApp, confirmAddress, password, registered, username } from '../people.ts';
import { production, type Scene, type Stage } from '../stage.ts';

const title = (mode: string) => `01-stranger-${mode}`;

/** What is there for anybody, to a stranger and to somebody signed in; and what isn't there. */
async function play(stage: Stage): Promise<void> {
  const somebody = stage.visitor();
  for (const path of ['/', '/register', '/login', '/recover', '/logout', '/email/verify', '/email/verified'])
    await somebody.open(path, named(path));
  for (const path of ['/recover/sent', '/recover/complete', '/recover/done', '/login?next=/account'])
    await somebody.open(path, named(path));
  for (const path of [
    '/problems',
    '/problems/not-found',
    '/problems/nothing',
    '/reference',
    '/nowhere',
    '/account',
    '/account/prove',
  ])
    await somebody.open(path, named(path));
  for (const path of ['/.well-known/change-password', '/favicon.ico']) await somebody.open(path, named(path));
  for (const step of ['new-password', 'second-factor', 'verify-email', 'email-code', 'add-second-factor'])
    await somebody.open(`/login/${step}`, `login-${step}-without-an-attempt`);

  const self = await registered(stage);
  for (const path of [
    '/',
    '/logout',
    '/login',
    '/register',
    '/problems',
    '/reference',
    '/email/verify',
    '/nowhere',
  ])
    await self.open(path, `signed-in${named(path)}`);
}

const named = (path: string) => (path === '/' ? 'home' : path.replaceAll(/\W+/g, '-').replace(/^-/, ''));

/** Refusals that come before a page is asked, and those that any page can answer. */
async function refuse(stage: Stage): Promise<void> {
  const somebody = stage.visitor();
  const headers = { origin: 'https://elsewhere.example' };
  await somebody.send('/nowhere', {}, 'post-to-nowhere');
  await somebody.send('/recover/sent', {}, 'method-not-allowed');
  await somebody.send('/login', { username, password }, 'forbidden-origin', { headers });
  await somebody.send('/login', { username: 'x'.repeat(70_000), password }, 'body-too-large');
  await somebody.send('/account/data', { data: '{}' }, 'form-of-a-stranger');

  const self = await registered(stage);
  await self.send('/account/data', { data: '{"a":1}', owner: 'somebody-else' }, 'form-of-another-account');
  await self.send('/account/password', { owner: 'somebody-else' }, 'form-with-secrets-of-another-account');
  await breakSessions(stage, async () => {
    await self.open('/account', 'error-account');
    await self.open('/', 'error-home');
  });
}

/** While more is hashed than may wait, a login is sent away. */
async function overload(stage: Stage): Promise<void> {
  const self = stage.visitor();
  const hashing = stage.services.hasher.hash(password);
  await self.send('/login', { username, password }, 'login');
  await hashing;
}

/** Has what asks for a session fail meanwhile, as a bug would. */
async function breakSessions({ database }: Stage, meanwhile: () => Promise<void>): Promise<void> {
  await sql`alter table sessions rename to sessions_elsewhere`.execute(database.db);
  await meanwhile();
  await sql`alter table sessions_elsewhere rename to sessions`.execute(database.db);
}

/** What is there in development alone: the mailbox, the trails and the guide to them. */
async function develop(stage: Stage): Promise<void> {
  const self = stage.visitor();
  for (const { code } of problems) await self.open(`/problems/${code}`, `problem-${code}`);
  await self.open('/dev/mailbox', 'mailbox-empty');
  await self.open('/dev/trails', 'trails-empty');
  await self.open('/dev/guide/steps', 'guide-steps');
  const ada = await registered(stage);
  await confirmAddress(stage, ada);
  const app = await addApp(stage, ada);
  await self.send('/login', { username, password: 'not the password' });
  await self.send('/login', { username, password });
  await self.send('/login/second-factor', { factor: 'totp', code: app.code() });
  const accept = '*/*';
  await self.open('/', 'workshop-home', { headers: { accept } });
  for (const name of [username, 'nobody'])
    await self.open(
      `/login?username=${name}&password=${encodeURIComponent(password)}`,
      `workshop-login-${name}`,
      { headers: { accept } },
    );
  await self.open('/register?username=grace', 'workshop-register-by-get', { headers: { accept } });
  await self.open('/dev/mailbox', 'mailbox');
  await self.open('/dev/trails', 'trails');
  await self.open(`/dev/trails?username=${username}`, 'trails-of-one');
  await self.open('/dev/trails?code=7K3M-Q2XV-9D4T', 'trails-none');
  const trails = (await self.browser.get('/dev/trails')).text;
  await self.open(/\/dev\/trails\/[0-9A-Z-]{14}/.exec(trails)?.[0] ?? '', 'trail');
  await self.open('/dev/trails/7K3M-Q2XV-9D4T', 'no-trail');
  const { text } = await self.browser.get('/dev/mailbox', { headers: { accept: 'application/json' } });
  for (const [at, { id }] of (JSON.parse(text) as { mails: { id: string }[] }).mails.entries()) {
    await self.open(`/dev/mailbox/${id}`, `mailbox-mail-${at}`);
    await self.open(`/dev/mailbox/${id}/html`, `mailbox-mail-${at}-html`);
  }
  await self.open('/dev/mailbox/nothing', 'mailbox-no-such-mail');
}

/** About a second long, one at a time, and none may wait. */
const slowHash = { memory: 262_144, iterations: 4, concurrency: 1, queue: 0 };

const withoutMail = { ...production, mail: { url: '', from: '' } };

export const strangerScenes: readonly Scene[] = [
  { title: title('development'), play },
  { title: title('production'), settings: production, play },
  { title: title('without-mail'), settings: withoutMail, play },
  { title: '02-refusals-development', play: refuse },
  { title: '02-refusals-production', settings: production, play: refuse },
  { title: '04-overloaded', settings: { hash: slowHash }, play: overload },
  { title: '03-development', settings: { login: { emailCode: true } }, play: develop },
];
