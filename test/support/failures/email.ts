import { days, hours, minutes } from '../../../src/kit/duration.ts';
import { createLogger } from '../../../src/kit/log.ts';
import { createPostman, createSmtpSend } from '../../../src/kit/mail/index.ts';
import { sweep } from '../../../src/start/sweep.ts';
import { buildApp, type TestApp } from '../app.ts';
import type { Browser } from '../browser-of.ts';
import { freePort } from '../free-port.ts';
import { startMailServer } from '../mail-server.ts';
import { codeTo, freshAddress, handOver, mailsTo, proveAddress } from '../mails.ts';
import { freshName, goodPassword, otherPassword } from '../names.ts';
import { addressPerson } from '../no-password.ts';
import type { Failure } from './failure.ts';
import { signedIn } from './password.ts';

const verifying = { email: { verification: 'before-login' } } as const;

/** Somebody with a verified address who has forgotten the password, and asks for a link. */
async function forgetful(app: TestApp) {
  const own = app.browser();
  const username = freshName();
  await own.register(username, goodPassword);
  const email = await proveAddress(app, own);
  app.clock.advance(minutes(1));
  const browser = app.browser();
  const ask = () => browser.post('/api/recover', { identifier: email });
  const asked = await ask();
  const reset = (token: string) => browser.submit('/recover/complete', { token, newPassword: otherPassword });
  const remedy = async () => {
    await ask();
    await reset(await codeTo(app, email));
    return signedIn(browser, username, otherPassword);
  };
  return { own, username, email, browser, ask, asked, reset, remedy, token: await codeTo(app, email) };
}

/** Asks for the link at another address of theirs, and goes on with that. */
async function withAnother({
  again,
  remedy,
}: Pick<Awaited<ReturnType<typeof newcomer>>, 'again' | 'remedy'>): Promise<Browser> {
  const other = freshAddress();
  await again(other);
  return remedy(other);
}

/** Somebody who has signed up, and waits for the email that verifies the address. */
async function newcomer(app: TestApp, email = freshAddress()) {
  const browser = app.browser();
  const username = freshName();
  const answer = await browser.register(username, goodPassword, { email });
  const url = `/api/login/${answer.body.attempt}/verify-email`;
  const look = () => browser.post(url, {});
  const verify = (token: string, elsewhere = app.browser()) => elsewhere.submit('/email/verify', { token });
  const again = (address = email) => browser.post(url, { email: address });
  /** Opens the link in the newest email, and goes on where the sign-up waits. */
  const remedy = async (address = email): Promise<Browser> => {
    await verify(await codeTo(app, address));
    await look();
    return browser;
  };
  /** The page on which the sign-up waits, as it is sent once more. */
  const show = () => browser.get('/login/verify-email');
  const token = await codeTo(app, email);
  return { browser, username, email, answer, look, show, verify, again, remedy, token };
}

/** Hands over what waits to a real mail server, and answers what that makes of it by `refuse`. */
async function deliver(app: TestApp, port: number): Promise<void> {
  const { db, secretKey } = app.services;
  const send = createSmtpSend({
    url: `smtp://127.0.0.1:${port}`,
    from: 'login@example.com',
    tls: 'optional',
  });
  const log = createLogger({ level: 'error', format: 'json', write() {} });
  const metrics = { countMail() {}, countMailFailure() {} };
  await createPostman({ db, secretKey, clock: app.clock, log, metrics, send }).deliverDue();
}

async function refusedBy(app: TestApp, refusal: { recipient?: number; mail?: number }): Promise<void> {
  const server = await startMailServer({
    refuseRecipient: () => refusal.recipient,
    onMail: (answer) => answer(refusal.mail),
  });
  await deliver(app, server.port);
  await server.close();
}

/** What goes wrong with the links in emails. */
export const linkFailures: readonly Failure[] = [
  {
    situation: 'the link to reset the password is late',
    async prepare(app) {
      const { username, token, reset, remedy } = await forgetful(app);
      app.clock.advance(hours(2));
      return { answer: await reset(token), username, remedy };
    },
    operator: [/the link to reset the password expired at \d{4}-.+ UTC/, 'Request another link'],
    person: /This link expired on .+ UTC\. Use the newest email, or request another one\./,
  },
  {
    situation: 'the link to reset the password is days late, and the server has tidied up since',
    async prepare(app) {
      const { username, token, reset, remedy } = await forgetful(app);
      app.clock.advance(days(2));
      await sweep(app.services);
      return { answer: await reset(token), username, remedy };
    },
    operator: [/the link to reset the password expired at/],
    person: /This link expired on/,
  },
  {
    situation: 'the link to reset the password is weeks late',
    async prepare(app) {
      const { token, reset, remedy } = await forgetful(app);
      app.clock.advance(days(20));
      await sweep(app.services);
      return { answer: await reset(token), remedy };
    },
    operator: ['expired days ago, or its account was deleted', 'Request another link.'],
    person: 'This link has expired, or its account was deleted.',
  },
  {
    situation: 'the link to reset the password is opened a second time',
    async prepare(app) {
      const { username, browser, token, reset } = await forgetful(app);
      await reset(token);
      app.clock.advance(minutes(5));
      const answer = await reset(token);
      return { answer, username, remedy: () => signedIn(browser, username, otherPassword) };
    },
    operator: [/the link to reset the password was already used at .+ UTC/, 'sign in with the new one'],
    person: /This link was already used on .+ UTC\. If that was you, sign in with your new password\./,
  },
  {
    situation: 'of two links to reset the password the other one was used',
    async prepare(app) {
      const { username, email, browser, token, ask, reset } = await forgetful(app);
      app.clock.advance(minutes(20));
      await ask();
      const second = await codeTo(app, email);
      if (second === token) throw new Error('The first link was sent again.');
      await reset(second);
      const answer = await reset(token);
      return { answer, username, remedy: () => signedIn(browser, username, otherPassword) };
    },
    operator: ['was replaced by another link, which was used at'],
    person: 'This link was replaced by another one, which was used on',
  },
  {
    situation: 'the password was changed after the link to reset it was sent',
    async prepare(app) {
      const { own, username, token, reset, remedy } = await forgetful(app);
      await own.post('/api/me/password', {
        currentPassword: goodPassword,
        newPassword: 'another ferry sandal quince',
      });
      return { answer: await reset(token), username, remedy };
    },
    operator: [/was ended at .+ by a change to the account/, 'Request another link.'],
    person: 'because the account was changed after it was sent',
  },
  {
    situation: 'a mail scanner opens the link first, which uses nothing up',
    async prepare(app) {
      const { username, browser, token, reset } = await forgetful(app);
      for (let n = 0; n < 3; n++) await app.browser({ address: '198.51.100.9' }).get('/recover/complete');
      const answer = await reset(token);
      return { answer, username, remedy: () => signedIn(browser, username, otherPassword) };
    },
    operator: ['reset the password successfully', "That doesn't sign anyone in"],
    person: '',
  },
  {
    situation: 'the mail program has cut the code',
    async prepare(app) {
      const { token, reset, remedy } = await forgetful(app);
      return { answer: await reset(token.slice(0, 30)), remedy };
    },
    operator: ["isn't complete: a part of the code is missing", 'Copy the whole code'],
    person: /This code isn(&#39;|')t complete/,
  },
  {
    situation: 'the mail program has broken the code into two lines, which keeps nobody out',
    async prepare(app) {
      const { username, browser, token, reset } = await forgetful(app);
      const answer = await reset(`${token.slice(0, 40)}=\r\n${token.slice(40)}`);
      return { answer, username, remedy: () => signedIn(browser, username, otherPassword) };
    },
    operator: ['reset the password successfully'],
    person: '',
  },
  {
    situation: 'the link to verify an address is pasted where a password is reset',
    async prepare(app) {
      const { own, username, reset, remedy } = await forgetful(app);
      const next = freshAddress();
      await own.send('PUT', '/api/me/email', { email: next });
      return { answer: await reset(await codeTo(app, next)), username, remedy };
    },
    operator: ['is the link of another email, which is for something else'],
    person: 'This link is for something else, not for resetting a password.',
  },
  {
    situation: 'somebody made a link up',
    async prepare(app) {
      const { reset, remedy } = await forgetful(app);
      return { answer: await reset(`lnk_${'x'.repeat(43)}`), remedy };
    },
    operator: ["isn't one that this server has sent"],
    person: 'This link has expired, or was already used or replaced.',
  },
  {
    situation: 'the link to verify the address is late',
    settings: verifying,
    async prepare(app) {
      const { username, token, browser, verify } = await newcomer(app);
      app.clock.advance(hours(25));
      const answer = await verify(token);
      const remedy = async () => {
        const { body } = await browser.login(username, goodPassword);
        const email = freshAddress();
        const url = `/api/login/${body.attempt}/verify-email`;
        await browser.post(url, { email });
        await verify(await codeTo(app, email));
        await browser.post(url, {});
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: [/the link to verify the email address expired at .+ UTC/, 'Request another link.'],
    person: /This link expired on/,
  },
  {
    situation: 'the link to verify the address is opened a second time',
    settings: verifying,
    async prepare(app) {
      const { browser, username, token, look, verify } = await newcomer(app);
      await verify(token);
      app.clock.advance(minutes(3));
      const answer = await verify(token);
      const remedy = async () => {
        await look();
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: [/was already used at .+ UTC/, 'has a verified email address, so nothing is left to do'],
    person: /This link was already used on .+ UTC\. If that was you, the email address is verified/,
  },
  {
    situation: 'the address was changed since the link was sent',
    settings: verifying,
    async prepare(app) {
      const { username, token, again, verify, remedy } = await newcomer(app);
      app.clock.advance(minutes(2));
      const other = freshAddress();
      await again(other);
      return { answer: await verify(token), username, remedy: () => remedy(other) };
    },
    operator: [/was replaced at .+, when an email was requested for another address/, 'newest email'],
    person: /This link was replaced on .+ Use the newest email/,
  },
  {
    situation: 'the link was opened in another browser than the one in which the sign-up waits',
    settings: verifying,
    async prepare(app) {
      const { browser, username, token, look, verify } = await newcomer(app);
      const elsewhere = app.browser();
      await verify(token, elsewhere);
      const answer = await elsewhere.get('/email/verified');
      const remedy = async () => {
        await look();
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ['verified the email address successfully', "That doesn't sign anyone in"],
    person: /Email verified.*Sign in/s,
  },
  {
    situation: 'another account has verified the address in the meantime',
    settings: verifying,
    async prepare(app) {
      const { username, email, token, again, verify, remedy } = await newcomer(app);
      const owner = app.browser();
      await owner.register(freshName(), goodPassword);
      const second = await newcomer(app, email);
      await second.verify(second.token);
      const answer = await verify(token);
      return { answer, username, remedy: () => withAnother({ again, remedy }) };
    },
    operator: ['the email address belongs to another account', 'Use another address'],
    person: 'Another account has verified this address in the meantime.',
  },
];

/** What an operator is told while somebody waits for an email that no spam folder has. */
const notInSpam = /^(?!.*spam folder)/s;

function undelivered(
  situation: string,
  refusal: { recipient?: number; mail?: number },
  operator: readonly (string | RegExp)[],
  person: string | RegExp,
): Failure {
  return {
    situation,
    settings: verifying,
    async prepare(app) {
      const { username, again, look, show, remedy } = await newcomer(app);
      await look();
      await refusedBy(app, refusal);
      const answer = await show();
      return { answer, username, remedy: () => withAnother({ again, remedy }) };
    },
    operator: ["the email address isn't verified yet", ...operator, notInSpam],
    person,
  };
}

/** What goes wrong with emails on their way. */
export const mailFailures: readonly Failure[] = [
  undelivered(
    'the mail server knows no such address',
    { recipient: 550 },
    [
      /the mail server refused the address: nobody there has it \(EENVELOPE 550( 5\.\d\.\d)? at RCPT TO\)/,
      'probably mistyped',
      'It is not tried again',
    ],
    /no such address\. Check the spelling/,
  ),
  undelivered(
    'the mailbox is full',
    { recipient: 552 },
    [/mailbox is full \(EENVELOPE 552/, 'make room'],
    'Make room in it',
  ),
  undelivered(
    'the mail server takes the email for spam',
    { mail: 554 },
    [/refused the email as unwanted \(EMESSAGE 554/, 'SPF, DKIM and DMARC'],
    'Try another address.',
  ),
  {
    situation: 'the mail server puts the email off',
    settings: verifying,
    async prepare(app) {
      const { username, show, remedy } = await newcomer(app);
      await refusedBy(app, { recipient: 451 });
      const answer = await show();
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(minutes(1));
          await refusedBy(app, {});
          return remedy();
        },
      };
    },
    operator: [
      /the email couldn't be sent yet: the mail server put it off \(EENVELOPE 451/,
      'greylisting',
      /The next attempt to send it is at .+ UTC\./,
      notInSpam,
    ],
    person: 'We keep trying',
  },
  {
    situation: 'the mail server is away',
    async prepare(app) {
      const { username, asked, browser, email, reset } = await forgetful(app);
      await deliver(app, await freePort());
      return {
        answer: asked,
        username,
        async remedy() {
          app.clock.advance(minutes(1));
          await handOver(app);
          await reset(await codeTo(app, email));
          return signedIn(browser, username, otherPassword);
        },
      };
    },
    operator: [
      "the email couldn't be sent yet: this server can't reach the mail server (ECONNREFUSED at CONN)",
      'Check the host and port in mail.url',
      notInSpam,
    ],
    person: '"status":"sent"',
  },
  {
    situation: 'the server has no mail server',
    settings: { mode: 'production', mail: { url: '' } },
    async prepare(app) {
      const mail = { url: 'smtp://127.0.0.1:25' };
      // The same server, once `mail.url` is set.
      const mended = await buildApp(app.database, { mode: 'production', mail }, app.clock);
      const { username, email, own } = await forgetful(mended);
      const answer = await app.browser().submit('/recover', { identifier: email });
      return {
        answer,
        async remedy() {
          const browser = mended.browser();
          await browser.submit('/recover', { identifier: email });
          const form = { token: await codeTo(mended, email), newPassword: otherPassword };
          await browser.submit('/recover/complete', form);
          await browser.login(username, otherPassword);
          const { status } = await browser.get('/api/session');
          await mended.app.close();
          return status === 200 ? signedIn(app.browser(), username, otherPassword) : own;
        },
      };
    },
    operator: ["this server can't send email yet", 'Set `mail.url`'],
    person: /this server isn(&#39;|')t set up to send any/,
  },
  {
    situation: 'no server takes emails out of the outbox',
    async prepare(app) {
      const { username, asked, remedy } = await forgetful(app);
      app.clock.advance(minutes(9));
      return { answer: asked, username, remedy };
    },
    operator: [/The email has been waiting to be sent since .+ UTC\./, notInSpam],
    person: '"status":"sent"',
  },
  {
    situation: 'the email was accepted, and nobody has used its link',
    async prepare(app) {
      const { username, asked, remedy } = await forgetful(app);
      await handOver(app);
      return { answer: asked, username, remedy };
    },
    operator: [
      "the link in the email hasn't been used yet",
      /The mail server accepted the email at .+ UTC/,
      'Check the spam folder.',
    ],
    person: '"status":"sent"',
  },
  {
    situation: 'they ask by the code of the attempt whose link they have used since',
    async prepare(app) {
      const { username, asked, browser, token, reset } = await forgetful(app);
      await handOver(app);
      await reset(token);
      return { answer: asked, remedy: () => signedIn(browser, username, otherPassword) };
    },
    operator: [/: the link to reset the password was already used at/, notInSpam],
    person: '"status":"sent"',
  },
  {
    situation: 'an address that was never verified is asked to reset the password',
    settings: { email: { verification: 'later' } },
    async prepare(app) {
      const email = freshAddress();
      const username = freshName();
      await app.browser().register(username, goodPassword, { email });
      const browser = app.browser();
      const answer = await browser.post('/api/recover', { identifier: username });
      const remedy = async () => {
        await browser.post('/api/email/verify', { token: await codeTo(app, email) });
        await browser.post('/api/recover', { identifier: username });
        const [, recover] = (await mailsTo(app, email)).map(({ text }) => /#(lnk_[\w-]+)/.exec(text)?.[1]);
        await browser.post('/api/recover/complete', { token: recover, newPassword: otherPassword });
        return signedIn(browser, username, otherPassword);
      };
      return { answer, username, remedy };
    },
    operator: ['the account has no verified email address', 'still verifies it until it expires'],
    person: '"status":"sent"',
  },
  {
    situation: 'the address of the sign-up is another account’s',
    settings: verifying,
    async prepare(app) {
      const taken = (await addressPerson(app)).email;
      const { username, again, show, remedy } = await newcomer(app, taken);
      await handOver(app);
      const answer = await show();
      return { answer, username, remedy: () => withAnother({ again, remedy }) };
    },
    operator: ['The address belongs to another account, so the email has no link and says so.'],
    person: /We sent the email to/,
  },
];
