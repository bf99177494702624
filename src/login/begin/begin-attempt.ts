import type { Tx } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { insertAttempt, newAttemptSecret } from '../../people/attempts/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import { attemptLifetime } from '../attempt.ts';
import type { SessionOptions } from '../session/open-session.ts';

interface Begun {
  /** Its public name, which is its trail's too. */
  readonly id: string;
  readonly accountId: string | null;
  /** Of the name by which a login by mail begins; null for all others. */
  readonly nameHash?: string;
  readonly amr?: readonly Amr[];
  readonly isMultiFactor?: boolean;
  readonly sessionOptions: SessionOptions;
}

/** Begins an attempt and answers its secret, which proves whose it is. */
export async function beginAttempt(
  tx: Tx,
  { clock }: Pick<Services, 'clock'>,
  { id, accountId, nameHash, amr = [], isMultiFactor = false, sessionOptions }: Begun,
): Promise<string> {
  const { token, hash } = newAttemptSecret();
  await insertAttempt(tx, {
    id,
    secret_hash: hash,
    account_id: accountId,
    name_hash: nameHash ?? null,
    amr: JSON.stringify(amr),
    is_multi_factor: isMultiFactor ? 1 : 0,
    transport: sessionOptions.transport,
    remember: sessionOptions.remember ? 1 : 0,
    expires_at: clock() + attemptLifetime,
    used_at: null,
  });
  return token;
}
