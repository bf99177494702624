import { factors, type HeldFactor, secondFactors, type UseCaseServices } from '../factors/index.ts';
import type { Offer } from '../factors/offer.ts';
import type { Db } from '../kit/db/index.ts';
import { emailState } from '../people/emails/index.ts';
import type { FactorName } from '../people/factor-names.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { type OfferToAdd, offersToAdd } from './steps/offers-to-add.ts';

/**
 * Whether the account has a second factor, which every way in then asks for. Recovery codes stand in for one and are
 * none themselves.
 */
export async function hasSecondFactor(db: Db, accountId: string): Promise<boolean> {
  for (const { standsIn, isSetUp } of secondFactors) {
    if (!standsIn && (await isSetUp(db, accountId))) return true;
  }
  return false;
}

/** The same of what was read of the account. */
export const isProtectedBy = (held: readonly HeldFactor[]): boolean =>
  held.some(({ own, standsIn, shown }) => !standsIn && own.canAnswer(shown));

/** The names of what the account can answer as its second factor. */
export async function secondFactorsOf(db: Db, accountId: string): Promise<FactorName[]> {
  const names: FactorName[] = [];
  for (const { name, isSetUp } of secondFactors) {
    if (await isSetUp(db, accountId)) names.push(name);
  }
  return names;
}

/** What may be answered next, each with what its holder needs for it. Outside the transaction, since it may write. */
export async function offersFor(
  services: UseCaseServices,
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
  const answering =
    step.kind === 'first-factor' ? factors.filter(({ name }) => name === step.factor) : secondFactors;
  for (const factor of answering) {
    const offer = await factor.offer(services, asked);
    if (offer) offers.push(offer);
  }
  return offers;
}

/** What must be done first, under the name of its step. `email` is the address that was asked for, if one was. */
type MustDo = { factor: 'new-password' } | { factor: 'verify-email'; email: string | null };

async function mustDo(
  { db }: UseCaseServices,
  accountId: string | null,
  what: MustDo['factor'],
): Promise<MustDo> {
  if (what === 'new-password') return { factor: what };
  const { pending } = await emailState(db, accountId ?? '');
  return { factor: what, email: pending };
}
