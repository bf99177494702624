import { describe, expect, test } from 'vitest';
import { minutes } from '../../src/kit/duration.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import type { Browser } from '../support/browser-of.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../support/mails.ts';
import { losePassword } from '../support/no-password.ts';
import { addPasskey, setUpTotp } from '../support/second-factors.ts';

interface Person {
  readonly app: TestApp;
  readonly self: Browser;
  readonly username: string;
  /** The confirmed address. */
  readonly address: string;
  /** Where a new address is asked for; nobody else has it. */
  readonly next: string;
}

/** A mail that an act sends: to which of the person's addresses, under which subject, and what its text says. */
interface Told {
  readonly to: 'address' | 'next';
  readonly subject: RegExp;
  readonly text: RegExp;
}

interface Act {
  readonly title: string;
  prepare?(person: Person): Promise<unknown>;
  act(person: Person): Promise<unknown>;
  readonly told: readonly Told[];
}

const toAddress = (subject: RegExp, text: RegExp): Told => ({ to: 'address', subject, text });

async function losePasswordOf({ services }: TestApp, self: Browser): Promise<void> {
  const { account } = (await self.get('/api/session')).body;
  await losePassword(services.db, account?.id ?? '');
}

const acts: readonly Act[] = [
  {
    title: 'a password that is changed',
    act: ({ self }) =>
      self.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword }),
    told: [toAddress(/password was changed/, /all other devices were signed out/)],
  },
  {
    title: 'a password that is chosen by a link',
    prepare: ({ app, address }) => app.browser().post('/api/recover', { identifier: address }),
    act: async ({ app, address }) => {
      const token = await codeTo(app, address);
      return app.browser().post('/api/recover/complete', { token, newPassword: otherPassword });
    },
    told: [toAddress(/password was reset/, /with a link sent to this address/)],
  },
  {
    title: 'an address that is asked for',
    act: ({ self, next }) => self.send('PUT', '/api/me/email', { email: next }),
    told: [{ to: 'next', subject: /Verify your email/, text: /lnk_/ }],
  },
  {
    title: 'an address that is confirmed in the place of another',
    prepare: ({ self, next }) => self.send('PUT', '/api/me/email', { email: next }),
    act: async ({ app, next }) => app.browser().post('/api/email/verify', { token: await codeTo(app, next) }),
    told: [toAddress(/address was changed/, /changed to another one/)],
  },
  {
    title: 'an address that is removed',
    act: ({ self }) => self.send('DELETE', '/api/me/email'),
    told: [toAddress(/address was removed/, /any more emails/)],
  },
  {
    title: 'an authenticator app that is added',
    act: ({ app, self }) => setUpTotp(app, self),
    told: [toAddress(/sign-in method was added/, /authenticator/i)],
  },
  {
    title: 'an authenticator app that is removed',
    prepare: ({ app, self }) => setUpTotp(app, self),
    act: ({ self }) => self.send('DELETE', '/api/me/totp'),
    told: [toAddress(/sign-in method was removed/, /authenticator/i)],
  },
  {
    title: 'a passkey that is added',
    act: ({ self }) => addPasskey(self),
    told: [toAddress(/sign-in method was added/, /passkey|key/i)],
  },
  {
    title: 'a recovery code that is used',
    act: async ({ app, self, username }) => {
      const { codes } = await setUpTotp(app, self);
      const browser = app.browser({ device: 'curl/8' });
      const { attempt } = (await browser.login(username, goodPassword)).body;
      return browser.post(`/api/login/${attempt}/recovery-code`, { code: codes[0] });
    },
    told: [
      toAddress(/sign-in method was added/, /authenticator/i),
      toAddress(/recovery code was used/, /can't be used again/),
      toAddress(/[Nn]ew sign-in to your account/, /on a new device/),
    ],
  },
  {
    title: 'a login from a browser that is not known',
    act: ({ app, username }) => app.browser({ device: 'curl/8' }).login(username, goodPassword),
    told: [toAddress(/[Nn]ew sign-in to your account/, /on a new device/)],
  },
  {
    title: 'a login from a browser that is known',
    act: ({ self, username }) => self.login(username, goodPassword),
    told: [],
  },
  {
    title: 'a code that an account with nothing else confirms its identity with',
    prepare: ({ app, self }) => losePasswordOf(app, self),
    act: ({ self }) => self.post('/api/reauthenticate', { factor: 'email-code' }),
    told: [toAddress(/verification code/, /don't share the code/)],
  },
  {
    title: 'a code of the app that proves who one is again',
    prepare: ({ app, self }) => setUpTotp(app, self),
    act: ({ self }) => self.post('/api/reauthenticate', { password: goodPassword }),
    told: [],
  },
];

eachApp('who is told of', (open) => {
  describe.each(acts)('$title', ({ prepare, act, told }) => {
    test('is the right address, each time once, and no other', async () => {
      const app = await open();
      const self = app.browser();
      const username = freshName();
      await self.register(username, goodPassword);
      const address = await proveAddress(app, self);
      const person: Person = { app, self, username, address, next: freshAddress() };
      await prepare?.(person);
      // The sending of mails to one address is limited by time.
      app.clock.advance(minutes(1));
      const before = await sent(person);
      await act(person);
      const after = await sent(person);
      for (const to of ['address', 'next'] as const) {
        const fresh = after[to].slice(before[to].length);
        const wanted = told.filter((one) => one.to === to);
        expect(fresh.map(({ subject }) => subject).toSorted(), to).toEqual(
          wanted
            .map(({ subject }) => fresh.find((mail) => subject.test(mail.subject))?.subject ?? subject.source)
            .toSorted(),
        );
        for (const { subject, text } of wanted) {
          expect(fresh.find((mail) => subject.test(mail.subject))?.text).toMatch(text);
        }
        for (const mail of fresh) {
          if (to === 'address')
            expect(mail.text, 'the new address is nobody else’s business').not.toContain(person.next);
          else expect(mail.text).not.toContain(person.address);
        }
      }
      expect(after.all - before.all, 'mails to anybody').toBe(told.length);
    });
  });
});

async function sent({ app, address, next }: Person) {
  const rows = await app.services.db.selectFrom('outbox').select('id').execute();
  return { address: await mailsTo(app, address), next: await mailsTo(app, next), all: rows.length };
}
