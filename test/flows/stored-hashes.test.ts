import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type OpenApp, type TestApp } from '../support/app.ts';
import { codeTo, freshAddress, loginCodeTo, proveAddress } from '../support/mails.ts';
import { setUpTotp } from '../support/second-factors.ts';

interface Holding {
  readonly table: 'sessions' | 'login_attempts' | 'links' | 'recovery_codes' | 'email_codes';
  readonly column: 'token_hash' | 'secret_hash' | 'code_hash';
  /** Makes one that is good once, and says of which account; `use` answers whether it was taken. */
  make(app: TestApp): Promise<{ accountId: string; use(): Promise<boolean> }>;
}

const emailCode = { login: { emailCode: true } };

async function person(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, accountId: body.account?.id ?? '' };
}

/** Whatever is kept as a hash and opens something. */
const holdings: readonly Holding[] = [
  {
    table: 'sessions',
    column: 'token_hash',
    async make(app) {
      const { self, accountId } = await person(app);
      return { accountId, use: async () => (await self.get('/api/session')).status === 200 };
    },
  },
  {
    table: 'login_attempts',
    column: 'secret_hash',
    async make(app) {
      const { self, username, accountId } = await person(app);
      const { codes } = await setUpTotp(app, self);
      const browser = app.browser();
      const { attempt } = (await browser.login(username, goodPassword)).body;
      const path = `/api/login/${attempt}/recovery-code`;
      const use = async () => (await browser.post(path, { code: codes.pop() })).status === 200;
      return { accountId, use };
    },
  },
  {
    table: 'links',
    column: 'token_hash',
    async make(app) {
      const { self, accountId } = await person(app);
      const address = freshAddress();
      await self.send('PUT', '/api/me/email', { email: address });
      const token = await codeTo(app, address);
      const use = async () => (await app.browser().post('/api/email/verify', { token })).status === 200;
      return { accountId, use };
    },
  },
  {
    table: 'recovery_codes',
    column: 'code_hash',
    async make(app) {
      const { self, username, accountId } = await person(app);
      const { codes } = await setUpTotp(app, self);
      const browser = app.browser();
      const { attempt } = (await browser.login(username, goodPassword)).body;
      const path = `/api/login/${attempt}/recovery-code`;
      return { accountId, use: async () => (await browser.post(path, { code: codes[0] })).status === 200 };
    },
  },
  {
    table: 'email_codes',
    column: 'code_hash',
    async make(app) {
      const { self, username, accountId } = await person(app);
      const address = await proveAddress(app, self);
      const browser = app.browser();
      const { attempt } = (await browser.post('/api/login', { username })).body;
      const code = await loginCodeTo(app, address);
      const path = `/api/login/${attempt}/email-code`;
      return { accountId, use: async () => (await browser.post(path, { code })).status === 200 };
    },
  },
];

const swap = (text: string, at: number) => {
  const other = text.at(at) === 'A' ? 'B' : 'A';
  return text.slice(0, at) + other + (at === -1 ? '' : text.slice(at + 1));
};

/** A stored hash is compared to its end: one that a look-up takes by its first characters lets a guess in. */
eachApp('what is kept as a hash', (open: OpenApp) => {
  describe.each(holdings)('$table.$column', ({ table, column, make }) => {
    test.each([
      ['first', 0],
      ['middle', 21],
      ['last', -1],
    ])('opens nothing once its %s character is another', async (_, at) => {
      const app = await open(emailCode);
      const { accountId, use } = await make(app);
      const { db } = app.services;
      const rows = await db
        .selectFrom(table as 'sessions')
        .select(column as 'token_hash')
        .where('account_id', '=', accountId)
        .execute();
      expect(rows.length).toBeGreaterThan(0);
      const change = async (from: string, to: string) => {
        const update = db
          .updateTable(table as 'sessions')
          .set({ [column]: to })
          .where(column as 'token_hash', '=', from);
        await update.execute();
      };
      const hashes = rows.map((row) => row[column as 'token_hash']);
      for (const hash of hashes) await change(hash, swap(hash, at));
      expect(await use(), 'taken').toBe(false);
      for (const hash of hashes) await change(swap(hash, at), hash);
      expect(await use(), 'taken, once it is as it was').toBe(true);
    });
  });
});
