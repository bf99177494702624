import type { Verdict } from '../../factors/factor.ts';
import type { PasswordsTable } from '../../factors/password/index.ts';
import type { Services } from '../../kit/services.ts';
import { type AccountRow, closureOf, findUnseen } from '../../people/accounts/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { type TrailRecorder, toAnswerReason } from '../../people/trails/index.ts';

/** Tells a trail what became of an answer, and how late or early a code was. */
export function noteAnswer(trail: Pick<TrailRecorder, 'note'>, factor: FactorName, verdict: Verdict): void {
  const { secondsLate, secondsEarly, left, since, aheadSeconds, browserAheadSeconds } = verdict.facts;
  const late =
    typeof secondsLate === 'number' ? secondsLate : typeof secondsEarly === 'number' ? -secondsEarly : 0;
  trail.note({
    code: 'factor-answered',
    factor,
    ok: verdict.ok,
    ...(!verdict.ok && { reason: toAnswerReason(verdict.reason) }),
    ...(late !== 0 && { lateSeconds: late }),
    ...(typeof left === 'number' && { left }),
    ...(typeof since === 'number' && { since }),
    ...(typeof aheadSeconds === 'number' && { aheadSeconds }),
    ...(typeof browserAheadSeconds === 'number' && { browserAheadSeconds }),
  });
}

/** Tells a trail what a password was checked against, and whether it fits. */
export function notePassword(
  { hasher }: Pick<Services, 'hasher'>,
  trail: Pick<TrailRecorder, 'note'>,
  stored: PasswordsTable | undefined,
  match: boolean,
): void {
  if (!stored) {
    trail.note({ code: 'password-hashed', of: 'nobody' });
    return;
  }
  if (!hasher.hasItsPepper(stored)) {
    trail.note({ code: 'pepper-differs', state: hasher.pepperName === '' ? 'missing' : 'other' });
    return;
  }
  const wraps = stored.wraps ?? 'nothing';
  trail.note({ code: 'password-verified', ...hasher.parametersOf(stored), wraps, match });
}

/** Tells a trail, and it alone, that the account lets nobody in. */
export function noteClosed(
  trail: Pick<TrailRecorder, 'note'>,
  account: Pick<AccountRow, 'disabled_at' | 'deleted_at'> | undefined,
): void {
  const state = closureOf(account);
  if (state !== undefined) trail.note({ code: 'account-closed', state });
}

/** Tells a trail which unseen character a typed username or address has, if any: around it, or inside. */
export function noteTypedName(trail: Pick<TrailRecorder, 'note'>, typed: string): void {
  const found = findUnseen(typed);
  if (found) trail.note({ code: 'name-typed', ...found });
}
