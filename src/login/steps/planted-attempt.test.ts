import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type OpenApp, type TestApp } from '../../../test/support/app.ts';
import {
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
} from '../../../test/support/authenticator.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { freshAddress, loginCodeTo, proveAddress } from '../../../test/support/mails.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { seconds } from '../../kit/duration.ts';

const cookie = 'latchkey-attempt';

/** A thief who has begun an attempt and has put its cookie into the browser of somebody else. */
interface Planted {
  readonly thief: Browser;
  readonly victim: Browser;
  readonly attempt: string;
  /** What the victim proves there; more is asked for. */
  readonly prove: () => Promise<Answer>;
  /** What the thief then sends, to end as the owner of a session. */
  readonly steal: (browser: Browser) => Promise<Answer>;
}

function plant(thief: Browser, victim: Browser): void {
  victim.jar.set(cookie, thief.jar.get(cookie) ?? '');
}

async function withApp(app: TestApp, email: string) {
  const self = app.browser();
  const username = freshName();
  await self.register(username, goodPassword, { email });
  const secret = (await self.post('/api/me/totp')).body.secret ?? '';
  await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
  app.clock.advance(seconds(30));
  return { username, secret };
}

const later = { email: { verification: 'later' } } as const;

const plots: [string, (open: OpenApp) => Promise<Planted>][] = [
  [
    'without a name, before a passkey and an address that is to be proved',
    async (open) => {
      const before = await open(later);
      const self = before.browser();
      await self.register(freshName(), goodPassword, { email: freshAddress() });
      const made = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
      const authenticator = softwareAuthenticator();
      await self.post('/api/me/passkeys', { response: authenticator.create(made) });
      const app = await open();
      const [thief, victim] = [app.browser(), app.browser()];
      const begun = await thief.post('/api/login', {});
      plant(thief, victim);
      const shown = await victim.post('/api/login', {});
      const attempt = begun.body.attempt ?? '';
      expect(shown.body.attempt, 'the page takes it up').toBe(attempt);
      const options = shown.body.next?.[0]?.options as RequestOptions;
      return {
        thief,
        victim,
        attempt,
        prove: () => victim.post(`/api/login/${attempt}/passkey`, { response: authenticator.get(options) }),
        steal: (browser) => browser.post(`/api/login/${attempt}/verify-email`, { email: freshAddress() }),
      };
    },
  ],
  [
    'by the name of the victim, before a code by mail and a second factor that is to be added',
    async (open) => {
      const self = (await open()).browser();
      const username = freshName();
      await self.register(username, goodPassword);
      const email = await proveAddress(await open(), self);
      const app = await open({ login: { emailCode: true, secondFactor: 'required' } });
      const [thief, victim] = [app.browser(), app.browser()];
      const attempt = (await thief.post('/api/login', { username })).body.attempt ?? '';
      plant(thief, victim);
      const code = await loginCodeTo(app, email);
      let secret = '';
      return {
        thief,
        victim,
        attempt,
        async prove() {
          const answer = await victim.post(`/api/login/${attempt}/email-code`, { code });
          secret = String(answer.body.next?.find(({ factor }) => factor === 'add-totp')?.secret);
          return answer;
        },
        steal: (browser) =>
          browser.post(`/api/login/${attempt}/add-totp`, { code: totpCode(secret, app.clock()) }),
      };
    },
  ],
  [
    'by a password that has leaked, before a second factor and an address that is to be proved',
    async (open) => {
      const before = await open(later);
      const { username, secret } = await withApp(before, freshAddress());
      const app = await open({}, before.clock);
      const [thief, victim] = [app.browser(), app.browser()];
      const attempt = (await thief.login(username, goodPassword)).body.attempt ?? '';
      plant(thief, victim);
      return {
        thief,
        victim,
        attempt,
        prove: () => victim.post(`/api/login/${attempt}/totp`, { code: totpCode(secret, app.clock()) }),
        steal: (browser) => browser.post(`/api/login/${attempt}/verify-email`, { email: freshAddress() }),
      };
    },
  ],
];

eachApp('V7.2.4 an attempt that a thief has begun and planted in another browser', (open) => {
  test.each(plots)('%s, is the thief’s no more once something was proved', async (_, begin) => {
    const { thief, victim, prove, steal } = await begin(open);
    const proved = await prove();
    expect(proved.body.status).toBe('more');
    const stolen = await steal(thief);
    expect([stolen.status, stolen.body.code]).toEqual([404, 'not-found']);
    expect((await thief.get('/login')).text).not.toContain('is not finished yet');
    expect((await steal(victim)).status, 'the honest twin').toBe(200);
  });
});
