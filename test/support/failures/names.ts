import { hours, minutes } from '../../../src/kit/duration.ts';
import type { TestApp } from '../app.ts';
import { freshAddress, proveAddress } from '../mails.ts';
import { freshName, goodPassword } from '../names.ts';
import type { Failure } from './failure.ts';
import { signedIn, stranger, wrongPassword } from './password.ts';

/** Letters, so that no test's name is one letter away from another's. */
const letters = 'bcdfghjklmnpqrst';

function freshWord(): string {
  const number = Number(freshName('x').slice(2));
  return `ada${[...number.toString(16)].map((digit) => letters[Number.parseInt(digit, 16)]?.repeat(3)).join('')}`;
}

/** Somebody whose name is a word. */
async function named(app: TestApp) {
  const username = freshWord();
  await app.browser().register(username, goodPassword);
  return { username, browser: app.browser() };
}

const incorrect = 'Incorrect username or password.';

function typo(situation: string, mistype: (username: string) => string, times = 1): Failure {
  return {
    situation,
    settings: { limits: { challengeAfter: 100 } },
    async prepare(app) {
      const { username, browser } = await named(app);
      app.clock.advance(minutes(1));
      let answer = await browser.login(mistype(username), goodPassword);
      for (let more = 1; more < times; more++) answer = await browser.login(mistype(username), goodPassword);
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: [
      new RegExp(
        `there (was 1 attempt|were ${times} attempts) with a username or address one letter away from`,
      ),
      'it was a typo in the name',
    ],
    person: incorrect,
  };
}

/** What goes wrong while somebody types a name or a password. */
export const nameFailures: readonly Failure[] = [
  typo('the username lacks a letter', (name) => name.slice(0, 4) + name.slice(5), 3),
  typo('the username has a letter too many', (name) => `${name.slice(0, 4)}z${name.slice(4)}`),
  typo('a letter of the username is wrong', (name) => `${name.slice(0, 2)}e${name.slice(3)}`),
  typo('two letters of the username have changed places', (name) => `da${name.slice(2)}`),
  typo('the first letter of the username is missing, and it is in capitals', (name) =>
    name.slice(1).toUpperCase(),
  ),
  {
    situation: 'a letter of the email address is wrong',
    async prepare(app) {
      const { username, own, browser } = await stranger(app);
      const address = await proveAddress(app, own, freshAddress());
      const answer = await browser.login(address.replace('.com', '.con'), goodPassword);
      return { answer, username, remedy: () => signedIn(browser, address) };
    },
    operator: ['1 attempt with a username or address one letter away from'],
    person: incorrect,
  },
  {
    situation: 'a typo of two hours ago is told no more, and another name is none',
    async prepare(app) {
      const { username, browser } = await named(app);
      await browser.login(`${username}z`, goodPassword);
      app.clock.advance(hours(2));
      await browser.login(`${username}zz`, goodPassword);
      const answer = await browser.login(username, wrongPassword);
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: [/^(?!.*one letter away).*the password is incorrect/],
    person: incorrect,
  },
  {
    situation: 'a space inside the username',
    async prepare(app) {
      const { username, browser } = await named(app);
      const answer = await browser.login(`${username.slice(0, 3)} ${username.slice(3)}`, goodPassword);
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: [
      'the username has the character U+0020 (space) in it',
      'Type the username instead of pasting it.',
    ],
    person: incorrect,
  },
  {
    situation: 'a space after the username and full-width letters, which keep nobody out',
    async prepare(app) {
      const { username, browser } = await named(app);
      const wide = [...username]
        .map((letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0))
        .join('');
      const answer = await browser.login(`${wide} `, goodPassword);
      return { answer, username, remedy: async () => browser };
    },
    operator: ['signed in successfully'],
    person: '"status":"complete"',
  },
  {
    situation: 'a space after the password',
    async prepare(app) {
      const { username, browser } = await named(app);
      const answer = await browser.login(username, `${goodPassword} `);
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: ['the password is incorrect', 'a space'],
    person: incorrect,
  },
  {
    situation: 'a username that nobody has',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.login(`${freshName()}-typo`, goodPassword);
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: [/no account/i],
    person: incorrect,
  },
];
