import { type Db, inTransaction, type Tx } from '../../kit/db/index.ts';
import { Type } from '../../kit/schema.ts';
import { sameText } from '../../kit/secret-token.ts';
import type { Services } from '../../services.ts';
import type { Factor, Verdict } from '../factor.ts';
import { codeLifetime, hashEmailCode, newEmailCode } from './code.ts';
import { consumeCode, countSending, countTry, findCode, mostTries, replaceCode } from './store.ts';

/** Why a code was refused, for the trail; the client hears none of it. */
type EmailCodeRefusal = 'wrong' | 'expired' | 'already-used' | 'too-many-tries' | 'not-sent' | 'not-allowed';

/** A code on its way to its owner. */
export interface EmailCodeMail {
  readonly accountId: string;
  readonly address: string;
  readonly code: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  readonly now: number;
}

/** How the factor reaches people. */
export interface EmailCodePost {
  /** The account's verified address; undefined when it has none. */
  addressOf(db: Db, accountId: string): Promise<string | undefined>;
  /** Queues the mail in the transaction that stores the code: both are there, or neither. */
  queue(tx: Tx, services: Services, mail: EmailCodeMail): Promise<void>;
}

/**
 * A code by mail, in the place of the password. It is never a second factor: whoever reads the mail can reset the
 * password as well, so it would be the same factor twice (ASVS V6.3.6, NIST SP 800-63B-4 §3.1.3).
 */
export function createEmailCodeFactor(
  { emailCode }: Services['config'],
  post: EmailCodePost,
): Factor<{ code: string }> {
  const isOn = emailCode.login === 'on';
  const findAddress = (db: Db, accountId: string | null) =>
    isOn && accountId !== null ? post.addressOf(db, accountId) : undefined;

  return {
    name: 'email-code',
    answer: Type.Object(
      {
        code: Type.String({ minLength: 1, maxLength: 32, description: 'Eight digits; spaces do not count.' }),
      },
      { additionalProperties: false },
    ),
    isSecond: false,
    isSetUp: async (db, accountId) => (await findAddress(db, accountId)) !== undefined,
    /** The same whether a mail goes out or the hour has had enough of them; then the last code is still good. */
    async offer(services, { accountId, subject, role, now }) {
      const address = role === 'first' ? await findAddress(services.db, accountId) : undefined;
      if (accountId === null || address === undefined) return null;
      await inTransaction(services.db, async (tx) => {
        if (!(await countSending(tx, accountId, emailCode.perHour, now))) return;
        const code = newEmailCode();
        const expiresAt = now + codeLifetime;
        const codeHash = hashEmailCode(services.secretKey, { accountId, subject }, code);
        await replaceCode(tx, { account_id: accountId, subject, code_hash: codeHash, expires_at: expiresAt });
        await post.queue(tx, services, { accountId, address, code, expiresAt, now });
      });
      return { factor: 'email-code' };
    },
    async verify(tx, { secretKey }, { accountId, subject, role, now }, { code }): Promise<Verdict> {
      if (!isOn || role !== 'first' || accountId === null) return refused('not-allowed');
      const right = await countTry(tx, accountId, subject, now);
      if (right === undefined) return refused(await reasonOf(tx, accountId, subject, now));
      const codeHash = hashEmailCode(secretKey, { accountId, subject }, code.replaceAll(/\s/g, ''));
      if (!sameText(codeHash, right)) return refused('wrong');
      if (!(await consumeCode(tx, { accountId, subject, codeHash }, now))) return refused('already-used');
      return { ok: true, accountId, amr: ['email'], isMultiFactor: false, facts: {} };
    },
  };
}

async function reasonOf(tx: Tx, accountId: string, subject: string, now: number): Promise<EmailCodeRefusal> {
  const stored = await findCode(tx, accountId, subject);
  if (!stored) return 'not-sent';
  if (stored.used_at !== null) return 'already-used';
  if (stored.tries >= mostTries) return 'too-many-tries';
  return stored.expires_at <= now ? 'expired' : 'wrong';
}

function refused(reason: EmailCodeRefusal): Verdict {
  return { ok: false, reason, facts: {} };
}
