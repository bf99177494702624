import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { protectedPerson } from '../../../test/support/second-factors.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { hours, seconds } from '../../kit/duration.ts';
import { findAccountByKey, usernameKey } from '../../people/accounts/index.ts';
import type { PresentHold } from '../../people/limits/index.ts';
import { readAccount } from './account-read.ts';
import { findFacts } from './facts.ts';
import { judge } from './verdict.ts';

/** The hold that the verdict names, whoever asks for it. */
async function holdOn({ services }: TestApp, username: string, { of, by }: Pick<PresentHold, 'of' | 'by'>) {
  const account = await findAccountByKey(services.db, usernameKey(username));
  if (!account) throw new Error(username);
  const read = await readAccount(services, account.id);
  if (!read) throw new Error(username);
  return judge(await findFacts(services, read)).holds.find((hold) => hold.of === of && hold.by === by);
}

/** What that hold would have a right guess answered. */
const expected = (hold: PresentHold | undefined, now: number) => {
  if (!hold) return [200, undefined];
  return [429, hold.isFull ? undefined : String(Math.ceil((hold.until - now) / 1000))];
};

const said = ({ status, headers }: Answer) => [status, headers['retry-after']];

eachApp('the verdict on an account and the answer to a guess', (open) => {
  const guesses = [0, 4, 5, 7, 12];

  test.each([
    ['strangers', 0],
    ['strangers', seconds(61)],
    ['known', 0],
    ['known', seconds(61)],
  ] as const)('agree on the passwords of %s, %i ms after the last', async (by, later) => {
    const app = await open({ limits: { challengeAfter: 1000, disableAfter: 12 } });
    const seen = [];
    for (const count of guesses) {
      const username = freshName();
      const own = app.browser();
      await own.register(username, goodPassword);
      const browser: Browser = by === 'known' ? own : app.browser();
      for (let guess = 0; guess < count; guess++) {
        await browser.login(username, otherPassword);
        if (guess < count - 1) app.clock.advance(hours(2));
      }
      app.clock.advance(later);
      const told = expected(await holdOn(app, username, { of: 'password', by }), app.clock());
      expect(said(await browser.login(username, goodPassword)), `after ${count}`).toEqual(told);
      seen.push(told[0]);
    }
    expect(seen).toEqual(later === 0 ? [200, 200, 429, 429, 429] : [200, 200, 200, 429, 429]);
  });

  test('agree on codes', async () => {
    const app = await open({ limits: { challengeAfter: 1000, disableAfter: 24 } });
    const seen = [];
    for (const count of guesses) {
      const { username, secret } = await protectedPerson(app);
      const send = async (code: string) => {
        const browser = app.browser();
        const { attempt } = (await browser.login(username, goodPassword)).body;
        return browser.post(`/api/login/${attempt}/totp`, { code });
      };
      for (let guess = 0; guess < count; guess++) {
        await send(wrongTotpCode(secret, app.clock()));
        if (guess < count - 1) app.clock.advance(hours(2));
      }
      const hold = await holdOn(app, username, { of: 'code', by: 'strangers' });
      const told = expected(hold, app.clock());
      expect(said(await send(totpCode(secret, app.clock()))), `after ${count}`).toEqual(told);
      seen.push(told[0]);
    }
    expect(seen).toEqual([200, 200, 429, 429, 429]);
  });
});
