import { emailCodeFactor } from '../factors/email-code/index.ts';
import type { Factor, Offer } from '../factors/factor.ts';
import { passkeyFactor } from '../factors/passkey/index.ts';
import { recoveryCodeFactor } from '../factors/recovery-code/index.ts';
import { totpFactor } from '../factors/totp/index.ts';
import type { Db } from '../kit/db/index.ts';
import type { Services } from '../kit/services.ts';
import { emailState } from '../people/emails/index.ts';
import type { FactorName } from '../people/factor-names.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { type OfferToAdd, offersToAdd } from './steps/offers-to-add.ts';

/** Every way to prove who you are, besides the password. What is not in this list proves nothing. */
export const loginFactors: readonly Factor[] = [
  passkeyFactor,
  totpFactor,
  recoveryCodeFactor,
  emailCodeFactor,
];

/**
 * Whether the account has a second factor, which every way in then asks for. Recovery codes stand in for one and are
 * none themselves.
 */
export async function hasSecondFactor(db: Db, accountId: string): Promise<boolean> {
  for (const factor of loginFactors) {
    if (factor.isSecond && factor !== recoveryCodeFactor && (await factor.isSetUp(db, accountId)))
      return true;
  }
  return false;
}

type SecondFactorName = Exclude<FactorName, 'password' | 'email-code'>;

/** The names of what the account can answer as its second factor. */
export async function secondFactorsOf(db: Db, accountId: string): Promise<SecondFactorName[]> {
  const names: SecondFactorName[] = [];
  for (const factor of loginFactors) {
    const { name, isSecond } = factor;
    if (!isSecond || name === 'password' || name === 'email-code') continue;
    if (await factor.isSetUp(db, accountId)) names.push(name);
  }
  return names;
}

/** What may be answered next, each with what its holder needs for it. Outside the transaction, since it may write. */
export async function offersFor(
  services: Services,
  { attempt, accountId, step }: Pick<UnfinishedLogin, 'attempt' | 'accountId' | 'step'>,
): Promise<(Offer | OfferToAdd | MustDo)[]> {
  if (step.kind === 'must-do') {
    const { what } = step;
    if (what === 'add-second-factor') return offersToAdd(services, { attempt, accountId });
    return [await mustDo(services, accountId, what)];
  }
  const role = step.kind === 'first-factor' ? 'first' : 'second';
  const asked = { accountId, subject: attempt, role, now: services.clock() } as const;
  const offers: Offer[] = [];
  for (const factor of loginFactors) {
    if (step.kind === 'first-factor' ? factor.name !== step.factor : !factor.isSecond) continue;
    const offer = await factor.offer(services, asked);
    if (offer) offers.push(offer);
  }
  return offers;
}

/** What must be done first, under the name of its step. `email` is the address that was asked for, if one was. */
type MustDo = { factor: 'new-password' } | { factor: 'verify-email'; email: string | null };

async function mustDo({ db }: Services, accountId: string | null, what: MustDo['factor']): Promise<MustDo> {
  if (what === 'new-password') return { factor: what };
  const { pending } = await emailState(db, accountId ?? '');
  return { factor: what, email: pending };
}
