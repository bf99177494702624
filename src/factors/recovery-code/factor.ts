import { h } from 'preact';
import { Type } from '../../kit/schema.ts';
import type { Factor, Facts, Verdict } from '../factor.ts';
import { RecoveryCodeAnswerForm } from './answer-form.tsx';
import { hashRecoveryCode, readRecoveryCode } from './code.ts';
import { explainRecoveryCode } from './explain.ts';
import { ownRecoveryCodes } from './own.ts';
import {
  consumeCode,
  countCodesLeft,
  deleteCodes,
  findCodes,
  findUseOf,
  recoveryCodeHolders,
} from './store.ts';

/** Why a code was refused, for the trail; the client hears none of it. */
type RecoveryCodeRefusal = 'malformed' | 'wrong' | 'already-used' | 'not-set-up';

/**
 * A code from the list that its owner keeps on paper, in the place of a second factor that is lost. The fact `left`
 * says how many remain.
 *
 * RFC 8176 has no word for a list of codes. `otp` fits: each is a password that is used once. `kba` would say that the
 * person answered questions about themselves, which proves nothing and which is not asked here (ASVS V6.4.2).
 */
export const recoveryCodeFactor: Factor<{ code: string }> = {
  name: 'recovery-code',
  helps: (words) => words['recovery-code'].use,
  answer: Type.Object(
    {
      code: Type.String({
        minLength: 1,
        maxLength: 64,
        description: '24 letters and digits, in upper or lower case. Spaces and dashes are ignored.',
      }),
    },
    { additionalProperties: false },
  ),
  reference: {
    summary: 'Complete a login with a recovery code',
    description:
      'For the step `recovery-code`, when the authenticator app or passkey is lost. Each code works once.',
    example: { code: 'br7x-0kq2-m9vd-4tgz-8whn-c3sf' },
  },
  isSecond: true,
  standsIn: true,
  answering: { hasForm: true, draw: (_services, place) => h(RecoveryCodeAnswerForm, place) },
  asks: {
    title: (words) => words['recovery-code'].answer.login.open,
    fields: [
      {
        name: 'code',
        label: (words) => words['recovery-code'].answer.label,
        hint: (words) => words['recovery-code'].answer.hint,
        autocomplete: 'off',
      },
    ],
    submit: (words) => words['recovery-code'].answer.login.submit,
  },
  own: ownRecoveryCodes,
  tables: { recovery_codes: 'carried' },
  holders: recoveryCodeHolders,
  isGuessable: false,
  explain: explainRecoveryCode,
  adviceFor: (reason) => (reason === 'malformed' ? (words) => words['recovery-code'].notWhole : undefined),
  isSetUp: async (db, accountId) => (await countCodesLeft(db, accountId)) > 0,
  whenUsed: { event: 'recovery-code-used', notice: { kind: 'recovery-used' } },
  async clear(tx, accountId) {
    if (!(await findCodes(tx, accountId))) return undefined;
    await deleteCodes(tx, accountId);
    return { said: (words) => words['recovery-code'].thing, events: [{ type: 'recovery-codes-removed' }] };
  },
  async offer({ db }, { accountId }) {
    const left = accountId === null ? 0 : await countCodesLeft(db, accountId);
    return left > 0 ? { factor: 'recovery-code' } : null;
  },
  async verify(tx, _services, { accountId, now }, { code }): Promise<Verdict> {
    if (accountId === null) return refused('not-set-up', { left: 0 });
    const read = readRecoveryCode(code);
    const hash = read === undefined ? undefined : hashRecoveryCode(read);
    const isUsedNow = hash !== undefined && (await consumeCode(tx, accountId, hash, now));
    const left = await countCodesLeft(tx, accountId);
    if (isUsedNow) return { ok: true, accountId, amr: ['otp'], isMultiFactor: false, facts: { left } };
    const since = hash === undefined ? undefined : await findUseOf(tx, accountId, hash);
    if (since !== undefined) return refused('already-used', { left, since });
    if (left === 0) return refused('not-set-up', { left });
    return refused(hash === undefined ? 'malformed' : 'wrong', { left });
  },
};

function refused(reason: RecoveryCodeRefusal, facts: Facts): Verdict {
  return { ok: false, reason, facts };
}
