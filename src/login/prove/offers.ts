import { emailCodeFactor } from '../../factors/email-code/index.ts';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Offer } from '../../factors/offer.ts';
import { findPassword } from '../../factors/password/index.ts';
import type { Db } from '../../kit/db/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import { canVerify, findProvider, listIdentities } from '../../people/outside/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';
import { hasSecondFactor, offersFor } from '../index.ts';

/**
 * The strength that a verification must have: the account's own. 2 where it has a second factor, since a stolen session
 * and a known password would else be enough to put another factor in its place.
 */
export type Strength = 1 | 2;

export async function strengthOf({ db }: Pick<Services, 'db'>, accountId: string): Promise<Strength> {
  return (await hasSecondFactor(db, accountId)) ? 2 : 1;
}

/**
 * What would be a verification of this strength now, each with what its holder needs to answer it: a second factor, the
 * password, or a code by email or an identity at a provider where the account has neither. Empty if it has nothing at all.
 */
export async function offersToVerify(services: UseCaseServices, session: SessionRow, needs: Strength) {
  if (needs === 2) return secondFactorOffers(services, session);
  if (await hasPassword(services.db, session.account_id)) return [passwordOffer];
  return [...(await emailOffers(services, session)), ...(await identityOffers(services, session.account_id))];
}

/** What the session's holder can answer now: beside a second factor also the password, which renews level 1. */
export async function offersOf(services: UseCaseServices, session: SessionRow) {
  const needs = await strengthOf(services, session.account_id);
  const offers = await offersToVerify(services, session, needs);
  const isHalf = needs === 2 && (await hasPassword(services.db, session.account_id));
  return isHalf ? [passwordOffer, ...offers] : offers;
}

/**
 * Whether a code by email confirms the identity: only where the account has neither a password nor a second factor. Who
 * reads its mailbox must not get past what the account has.
 */
export async function verifiesByEmail(
  { config }: Pick<Services, 'config'>,
  db: Db,
  accountId: string,
): Promise<boolean> {
  if (!mailIsConfigured(config) || !(await hasNeither(db, accountId))) return false;
  return emailCodeFactor.isSetUp(db, accountId);
}

/** The same of an identity at another provider. */
export async function verifiesByIdentity(
  services: Pick<Services, 'config'>,
  db: Db,
  accountId: string,
): Promise<boolean> {
  return (await hasNeither(db, accountId)) && (await verifyingProviders(services, db, accountId)).length > 0;
}

async function hasNeither(db: Db, accountId: string): Promise<boolean> {
  return !(await hasPassword(db, accountId)) && !(await hasSecondFactor(db, accountId));
}

/** The providers of the account's identities that can have their owner prove anew who they are. */
async function verifyingProviders(
  services: Pick<Services, 'config'>,
  db: Db,
  accountId: string,
): Promise<string[]> {
  const providers = (await listIdentities(db, accountId)).flatMap(
    ({ provider }) => findProvider(services, provider) ?? [],
  );
  return [...new Set(providers.filter(canVerify).map(({ id }) => id))];
}

async function identityOffers(services: UseCaseServices, accountId: string): Promise<Offer[]> {
  if (!(await hasNeither(services.db, accountId))) return [];
  const providers = await verifyingProviders(services, services.db, accountId);
  return providers.map((provider) => ({ factor: 'identity', provider }));
}

const passwordOffer: Offer = { factor: 'password' };

async function hasPassword(db: Db, accountId: string): Promise<boolean> {
  return (await findPassword(db, accountId)) !== undefined;
}

function secondFactorOffers(services: UseCaseServices, { account_id: accountId, id }: SessionRow) {
  return offersFor(services, { attempt: id, accountId, step: { kind: 'second-factor' } });
}

async function emailOffers(
  services: UseCaseServices,
  { account_id: accountId, id }: SessionRow,
): Promise<Offer[]> {
  if (!(await verifiesByEmail(services, services.db, accountId))) return [];
  const asked = { accountId, subject: id, role: 'again', now: services.clock() } as const;
  const offer = await emailCodeFactor.offer(services, asked);
  return offer ? [offer] : [];
}
