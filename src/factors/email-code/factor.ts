import type { Tx } from '../../kit/db/index.ts';
import { Type } from '../../kit/schema.ts';
import { readTypedCode } from '../../kit/typed-code.ts';
import { findVerifiedAddress } from '../../people/emails/index.ts';
import type { Factor, Verdict } from '../factor.ts';
import { hashEmailCode } from './code.ts';
import { findCode, guessCode, mostTries } from './store.ts';

/** Why a code was refused, for the trail; the client hears none of it. */
type EmailCodeRefusal = 'wrong' | 'expired' | 'already-used' | 'too-many-tries' | 'not-sent' | 'not-allowed';

/** Looked up where there is no account, so that a name without one asks the database as often (ASVS V6.3.8). */
const nobody = '';

/**
 * A code by mail, in the place of the password. It is never a second factor: whoever reads the mail can reset the
 * password as well, so it would be the same factor twice (ASVS V6.3.6, NIST SP 800-63B-4 §3.1.3).
 */
export const emailCodeFactor: Factor<{ code: string }> = {
  name: 'email-code',
  answer: Type.Object(
    {
      code: Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'Eight digits, of any script. Spaces and dashes are ignored.',
      }),
    },
    { additionalProperties: false },
  ),
  isSecond: false,
  isGuessable: true,
  isSetUp: async (db, accountId) => (await findVerifiedAddress(db, accountId)) !== undefined,

  /** The same for everybody, whether or not a code was sent. */
  async offer({ config }, { role }) {
    return role === 'first' && config.login.emailCode ? { factor: 'email-code' } : null;
  },

  async verify(tx, { config, secretKey }, { accountId, subject, role, now }, { code }): Promise<Verdict> {
    if (role !== 'first' || !config.login.emailCode) return refused('not-allowed');
    const whose = { accountId: accountId ?? nobody, subject };
    const codeHash = hashEmailCode(secretKey, whose, readTypedCode(code));
    const guess = await guessCode(tx, { ...whose, codeHash }, now);
    if (guess === 'wrong') return refused('wrong');
    if (guess === undefined || accountId === null) return refused(await reasonOf(tx, whose, now));
    return { ok: true, accountId, amr: ['email'], isMultiFactor: false, facts: {} };
  },
};

async function reasonOf(
  tx: Tx,
  { accountId, subject }: { accountId: string; subject: string },
  now: number,
): Promise<EmailCodeRefusal> {
  const stored = await findCode(tx, subject);
  if (stored?.account_id !== accountId) return 'not-sent';
  if (stored.used_at !== null) return 'already-used';
  if (stored.tries >= mostTries) return 'too-many-tries';
  return stored.expires_at <= now ? 'expired' : 'wrong';
}

function refused(reason: EmailCodeRefusal): Verdict {
  return { ok: false, reason, facts: {} };
}
