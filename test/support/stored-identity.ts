import { type Db, inTransaction } from '../../src/kit/db/index.ts';
import { insertIdentity, newIdentityId } from '../../src/people/outside/index.ts';

/** Gives an account an identity at the provider `github`; answers its ID. */
export async function storedIdentity(db: Db, accountId: string, id = newIdentityId()): Promise<string> {
  const whose = { id, issuer: 'https://github.com', subject: id, account_id: accountId, provider: 'github' };
  const told = { label: 'octo', created_at: 0, seen_at: 0 };
  await inTransaction(db, (tx) => insertIdentity(tx, { ...whose, ...told }));
  return id;
}
