import type { Client } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { countAsked } from './asked.ts';

/** Counts a sign-in that is begun with an identity provider. Throws `too-many-attempts`. */
export async function countProviderLogin(services: LimitServices, client: Client): Promise<void> {
  // No proof of work: a link leads there, which has no form that could hold one.
  await countAsked(services, 'providerLogins', { client, proofOfWork: undefined, mayChallenge: false });
}
