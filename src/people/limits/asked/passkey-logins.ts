import type { Client } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { countAsked } from './asked.ts';

/** Counts a login that is begun for whatever passkey there may be. Throws `too-many-attempts`. */
export async function countPasskeyLogin(services: LimitServices, client: Client): Promise<void> {
  // No proof of work: a page begins such logins by itself, and nobody who only looks at it should pay for that.
  await countAsked(services, 'passkeyLogins', { client, proofOfWork: undefined, mayChallenge: false });
}
