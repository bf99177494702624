import type { Enroller } from '../../factors/enrolment.ts';
import { type Addable, addableFactors, type UseCaseServices } from '../../factors/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { findAccount } from '../../people/accounts/index.ts';

/** What `next` says of a second factor that can be added, with what its owner needs for it. */
export interface OfferToAdd {
  readonly factor: `add-${Addable['name']}`;
  readonly [detail: string]: JsonValue;
}

/** First what needs no script. */
const inOrder = addableFactors.toSorted(
  (one, other) => Number(other.enrolment.hasForm) - Number(one.enrolment.hasForm),
);

/** The second factors that an attempt can add; what was begun for one goes on for as long as it may be finished. */
export async function offersToAdd(
  services: UseCaseServices,
  { attempt, accountId }: { attempt: string; accountId: string | null },
): Promise<OfferToAdd[]> {
  const account = accountId === null ? undefined : await findAccount(services.db, accountId);
  if (!account) return [];
  const enroller: Enroller = { accountId: account.id, username: account.username, subject: attempt };
  const offers: OfferToAdd[] = [];
  for (const { name, enrolment } of inOrder) {
    if (enrolment.isAvailable?.(services.config) === false) continue;
    const begun = (await enrolment.find?.(services, enroller)) ?? (await enrolment.begin(services, enroller));
    offers.push({ factor: `add-${name}`, ...begun });
  }
  return offers;
}
