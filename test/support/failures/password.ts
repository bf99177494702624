import { days, minutes, seconds } from '../../../src/kit/duration.ts';
import { actingAsCommand, unlock } from '../../../src/operate/accounts/index.ts';
import type { TestApp } from '../app.ts';
import type { Browser } from '../browser-of.ts';
import { idOf } from '../id-of.ts';
import { freshName, goodPassword, otherPassword } from '../names.ts';
import type { Failure } from './failure.ts';

export const wrongPassword = 'walrus teapot gravel tenth';

/** Somebody who has an account, and a browser that has never been here. */
export async function stranger(app: TestApp) {
  const username = freshName();
  const own = app.browser();
  await own.register(username, goodPassword);
  return { username, own, browser: app.browser() };
}

/** Signs in with the right password. */
export async function signedIn(
  browser: Browser,
  username: string,
  password = goodPassword,
): Promise<Browser> {
  await browser.login(username, password);
  return browser;
}

/** Somebody whose password is off after so many wrong ones, and who comes back so many milliseconds later. */
async function turnedOff(app: TestApp, { guesses, later = 0 }: { guesses: number; later?: number }) {
  const { username, own, browser } = await stranger(app);
  for (let guess = 0; guess < guesses; guess++) {
    await browser.login(username, wrongPassword);
    app.clock.advance(minutes(61));
  }
  app.clock.advance(later);
  const answer = await browser.login(username, goodPassword);
  return {
    answer,
    username,
    own,
    async remedy() {
      await unlock(app.services, actingAsCommand(), await idOf(app, username));
      return signedIn(browser, username);
    },
  };
}

/** What goes wrong with a username and a password. */
export const passwordFailures: readonly Failure[] = [
  {
    situation: 'the password is wrong',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.login(username, wrongPassword);
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: ['the password is incorrect', 'Caps Lock'],
    person: 'Incorrect username or password.',
  },
  {
    situation: 'the password was changed in another browser',
    async prepare(app) {
      const { username, own, browser } = await stranger(app);
      app.clock.advance(minutes(1));
      await own.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword });
      const answer = await browser.login(username, goodPassword);
      return { answer, username, remedy: () => signedIn(browser, username, otherPassword) };
    },
    operator: ['the password is incorrect', /The password was changed at .+ It may have been the old one\./],
    person: 'Incorrect username or password.',
  },
  {
    situation: 'five wrong passwords bring a wait',
    settings: { limits: { challengeAfter: 100 } },
    async prepare(app) {
      const { username, browser } = await stranger(app);
      for (let guess = 0; guess < 5; guess++) await browser.login(username, wrongPassword);
      const answer = await browser.login(username, goodPassword);
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(seconds(30) + 1);
          return signedIn(browser, username);
        },
      };
    },
    operator: ['the next attempt must wait', 'The wait ends by itself.'],
    person: /Too many attempts.*Try again in 30 seconds/,
  },
  {
    situation: 'a hundred wrong passwords turn the password off',
    settings: { limits: { challengeAfter: 1000 } },
    prepare: (app) => turnedOff(app, { guesses: 100 }),
    operator: ['password sign-in is turned off', 'latchkey accounts unlock'],
    person: /turned off/,
  },
];

/** A password that is turned off. */
export const passwordOffFailures: readonly Failure[] = [
  {
    situation: 'the password has been off for a month, without an address for emails',
    settings: { limits: { challengeAfter: 1000, disableAfter: 6 } },
    prepare: (app) => turnedOff(app, { guesses: 6, later: days(31) }),
    operator: [
      'password sign-in is turned off after 6 failed attempts in a row',
      /Run "latchkey accounts unlock person-\d+"\. Waiting doesn't turn it on again\./,
    ],
    person:
      /^(?!.*(Try again in|[Ww]ait)).*turned off.*use a passkey.*a browser you've signed in with before/,
  },
  {
    situation: 'the password is off where the site has a page for support',
    settings: {
      limits: { challengeAfter: 1000, disableAfter: 6 },
      links: { support: 'mailto:help@example.com' },
    },
    async prepare(app) {
      const { own, username, answer } = await turnedOff(app, { guesses: 6 });
      return { answer, username, remedy: () => signedIn(own, username) };
    },
    operator: ['A browser that has signed in before is counted separately and can still sign in.'],
    person: /turned off.*ask for help at help@example\.com/,
  },
];
