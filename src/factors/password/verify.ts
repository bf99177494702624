import type { TrailRecorder } from '../../people/trails/index.ts';
import type { Services } from '../../services.ts';
import type { PasswordsTable } from './table.ts';

/**
 * Whether a password is right, at the same cost whether or not `stored` is there. One whose pepper is lost or was
 * changed is refused like a wrong one, since another answer would tell that the account exists; the operator is told.
 */
export function verifyPassword(
  { hasher, log }: Pick<Services, 'hasher' | 'log'>,
  stored: PasswordsTable | undefined,
  password: string,
  { name, trail }: { name?: string; trail?: Pick<TrailRecorder, 'note'> | undefined } = {},
): Promise<boolean> {
  if (stored && !hasher.hasItsPepper(stored)) {
    log.error(
      { accountId: stored.account_id },
      'A password was hashed with a pepper that is not the configured one. Nobody can log in to this account.',
    );
  }
  return hasher.verify(stored, password, name, trail);
}
