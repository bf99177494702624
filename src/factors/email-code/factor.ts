import { isoTime } from '../../kit/clock.ts';
import type { Db, Tx } from '../../kit/db/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { readTypedCode } from '../../kit/typed-code.ts';
import { findVerifiedAddress } from '../../people/emails/index.ts';
import type { Asked, Factor, Verdict } from '../factor.ts';
import type { Offer } from '../offer.ts';
import { hashEmailCode, sessionSubject } from './code.ts';
import { explainEmailCode } from './explain.ts';
import { findCode, guessCode, isGood, listCodesOf, mostTries } from './store.ts';

/** Why a code was refused, for the trail; the client hears none of it. */
type EmailCodeRefusal =
  | 'wrong'
  | 'replaced'
  | 'other-attempt'
  | 'expired'
  | 'already-used'
  | 'too-many-tries'
  | 'not-sent'
  | 'not-allowed';

/** Looked up where there is no account, so that a name without one asks the database as often (ASVS V6.3.8). */
const nobody = '';

export const emailCodeField = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'The eight digits from the email. Spaces and dashes are ignored.',
});

/**
 * A code by mail, in the place of the password. It is never a second factor: whoever reads the mail can reset the
 * password as well, so it would be the same factor twice (ASVS V6.3.6, NIST SP 800-63B-4 §3.1.3).
 */
export const emailCodeFactor: Factor<{ code: string }> = {
  name: 'email-code',
  answer: Type.Object({ code: emailCodeField }, { additionalProperties: false }),
  reference: {
    summary: 'Complete a login with an emailed code',
    description: 'For the step `email-code`, after a login with a username or an email address alone.',
    example: { code: '12345678' },
  },
  isSecond: false,
  answersName: true,
  isGuessable: true,
  explain: explainEmailCode,
  asks: {
    title: ({ loginSteps }) => loginSteps.emailCode.title,
    fields: [
      {
        name: 'code',
        label: ({ loginSteps }) => loginSteps.emailCode.code,
        hint: ({ loginSteps }) => loginSteps.emailCode.codeHint,
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
      },
    ],
    submit: ({ loginSteps }) => loginSteps.emailCode.submit,
  },
  tables: { email_codes: 'left' },
  isSetUp: async (db, accountId) => (await findVerifiedAddress(db, accountId)) !== undefined,

  /** In a sign-in it's the same for everybody, whether or not a code was sent. */
  async offer({ db, config }, asked) {
    if (asked.role === 'again') return offerAgain(db, asked);
    return asked.role === 'first' && config.login.emailCode ? { factor: 'email-code' } : null;
  },

  async verify(tx, services, asked, { code }): Promise<Verdict> {
    const { accountId, now } = asked;
    if (!isAllowed(services, asked)) return refused('not-allowed');
    const whose = { accountId: accountId ?? nobody, subject: await subjectOf(tx, asked) };
    const codeHash = hashEmailCode(services.secretKey, whose, readTypedCode(code));
    const guess = await guessCode(tx, { ...whose, codeHash }, now);
    if (guess === 'wrong') return refused(await whichOther(tx, services, whose, { code, codeHash }));
    if (guess === undefined || accountId === null) return refused(await reasonOf(tx, whose, now));
    return { ok: true, accountId, amr: ['email'], isMultiFactor: false, facts: {} };
  },
};

/** Signing in by a code is the site's choice; confirming an identity by one is all that some accounts have. */
function isAllowed({ config }: Pick<Services, 'config'>, { role }: Asked): boolean {
  return role === 'again' || (role === 'first' && config.login.emailCode);
}

/** Where a code would go, and whether one that was sent there can still be entered. */
async function offerAgain(db: Db, { accountId, subject, now }: Asked): Promise<Offer | null> {
  const address = await findVerifiedAddress(db, accountId ?? nobody);
  if (address === undefined) return null;
  const stored = await findCode(db, sessionSubject(subject, address));
  const offer = { factor: 'email-code', email: address } as const;
  return stored && isGood(stored, now)
    ? { ...offer, sent: true, expiresAt: isoTime(stored.expires_at) }
    : { ...offer, sent: false };
}

async function subjectOf(tx: Tx, { accountId, subject, role }: Asked): Promise<string> {
  if (role !== 'again') return subject;
  return sessionSubject(subject, (await findVerifiedAddress(tx, accountId ?? nobody)) ?? '');
}

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

/** Whether a wrong code was a right one: in an older email of this sign-in, or for another one. */
async function whichOther(
  tx: Tx,
  { secretKey }: Pick<Services, 'secretKey'>,
  { accountId, subject }: { readonly accountId: string; readonly subject: string },
  { code, codeHash }: { readonly code: string; readonly codeHash: string },
): Promise<EmailCodeRefusal> {
  const typed = readTypedCode(code);
  for (const other of await listCodesOf(tx, accountId)) {
    if (other.subject === subject && other.previous_hash === codeHash) return 'replaced';
    if (other.subject === subject) continue;
    const hash = hashEmailCode(secretKey, { accountId, subject: other.subject }, typed);
    if (other.code_hash === hash || other.previous_hash === hash) return 'other-attempt';
  }
  return 'wrong';
}

function refused(reason: EmailCodeRefusal): Verdict {
  return { ok: false, reason, facts: {} };
}
