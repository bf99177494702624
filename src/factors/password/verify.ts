import type { Services } from '../../kit/services.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { findCosts } from './costs.ts';
import type { PasswordsTable } from './table.ts';

/**
 * Whether a password is right. A refusal takes as long whether or not `stored` is there, and however it was hashed. One whose pepper is lost or was
 * changed is refused like a wrong one, since another answer would tell that the account exists; the operator is told.
 */
export function verifyPassword(
  { db, hasher, log }: Pick<Services, 'db' | 'hasher' | 'log'>,
  stored: PasswordsTable | undefined,
  password: string,
  { trail }: { trail?: Pick<TrailRecorder, 'note'> | undefined } = {},
): Promise<boolean> {
  if (stored && !hasher.hasItsPepper(stored)) {
    log.error(
      { accountId: stored.account_id },
      "A password was hashed with another pepper than the configured one, so it can't be used to sign in.",
    );
  }
  return hasher.verify(stored, password, { trail, costs: () => findCosts(db) });
}
