import { h } from 'preact';
import type { Factor, Facts, Verdict } from '../factor.ts';
import { TotpAnswerForm } from './answer-form.tsx';
import { totpCode } from './code-schema.ts';
import { explainCode } from './explain.ts';
import { openKey } from './key.ts';
import { ownTotp } from './own.ts';
import { totpProblems } from './problems.ts';
import { totpEnrolment } from './set-up.ts';
import { consumeStep, deleteTotp, findTotp, isTotpConfirmed, totpHolders } from './store.ts';
import { hasDigits, judgeCode, secondsAhead, type Window } from './totp.ts';

/** Why a code was refused, for the trail; the client hears of what is no code at all, and of none else. */
type TotpRefusal =
  | 'wrong'
  | 'malformed'
  | 'outside-window'
  | 'already-used'
  | 'not-set-up'
  | 'unreadable-key';

/** The code of an authenticator app, as a second factor. */
export const totpFactor: Factor<{ code: string }> = {
  name: 'totp',
  problems: totpProblems,
  answer: totpCode,
  reference: {
    summary: 'Complete a login with an authenticator code',
    description: 'For the step `totp`. Each code works once.',
    example: { code: '123456' },
  },
  isSecond: true,
  isGuessable: true,
  isByClock: true,
  explain: explainCode,
  isSetUp: isTotpConfirmed,
  answering: { hasForm: true, draw: (_services, place) => h(TotpAnswerForm, place) },
  asks: {
    title: ({ totp }) => totp.answer.open,
    fields: [
      {
        name: 'code',
        label: ({ totp }) => totp.answer.label,
        hint: ({ totp }) => totp.codeHint,
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
      },
    ],
    submit: ({ totp }) => totp.answer.submit.login,
  },
  adviceFor: (reason) => (reason === 'malformed' ? ({ totp }) => totp.notDigits : undefined),
  enrolment: totpEnrolment,
  own: ownTotp,
  tables: { totp: 'carried' },
  holders: totpHolders,
  async clear(tx, accountId) {
    if (!(await isTotpConfirmed(tx, accountId))) return undefined;
    await deleteTotp(tx, accountId);
    return { said: (words) => words.totp.thing, events: [{ type: 'totp-removed' }] };
  },
  async offer({ db }, { accountId }) {
    return accountId !== null && (await isTotpConfirmed(db, accountId)) ? { factor: 'totp' } : null;
  },
  async verify(tx, services, { accountId, now, browserNow }, { code }): Promise<Verdict> {
    const stored = accountId === null ? undefined : await findTotp(tx, accountId);
    if (stored === undefined || stored.confirmed_at === null) return refused('not-set-up');
    const key = openKey(services, stored);
    if (!key) return refused('unreadable-key');
    const window = services.config.totp;
    const judged = await judgeCode(key, code, { now, window });
    const byBrowser = await browserFacts(key, code, { now, browserNow, window });
    const aheadSeconds = secondsAhead(stored.last_step, { now, window });
    const ahead: Facts = aheadSeconds > 0 ? { aheadSeconds } : {};
    if (!judged.fits) {
      const late = judged.reason === 'outside-window' ? clockFacts(judged.secondsLate) : {};
      const reason = judged.reason === 'wrong' && !hasDigits(code) ? 'malformed' : judged.reason;
      return refused(reason, { ...late, ...ahead, ...byBrowser });
    }
    const facts = clockFacts(judged.secondsLate);
    if (!(await consumeStep(tx, stored, judged.step))) return refused('already-used', { ...facts, ...ahead });
    return { ok: true, accountId: stored.account_id, amr: ['otp'], isMultiFactor: false, facts };
  },
};

function refused(reason: TotpRefusal, facts: Facts = {}): Verdict {
  return { ok: false, reason, facts };
}

/**
 * By how much the browser's clock is ahead of this one, where the code is right by the browser's: then phone and browser
 * agree against this server. It's looked for whatever fits, so the time tells nothing, and the client never hears of it: a
 * code is accepted by this clock alone (ASVS V6.5.8).
 */
async function browserFacts(
  key: Uint8Array,
  code: string,
  { now, browserNow, window }: { now: number; browserNow: number | undefined; window: Window },
): Promise<Facts> {
  if (browserNow === undefined) return {};
  const judged = await judgeCode(key, code, { now: browserNow, window });
  return judged.fits ? { browserAheadSeconds: Math.round((browserNow - now) / 1000) } : {};
}

/** How far the phone's clock seems to be off, in whole steps of 30 seconds. */
function clockFacts(secondsLate: number): Facts {
  if (secondsLate === 0) return {};
  return secondsLate > 0 ? { secondsLate } : { secondsEarly: -secondsLate };
}
