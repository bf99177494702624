import type { FastifyRequest } from 'fastify';
import type { Factor } from '../../factors/factor.ts';
import type { UseCaseServices } from '../../factors/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import type { LoginAttemptsTable } from '../../people/attempts/index.ts';
import { findKnownDevice, type GuessSubject } from '../../people/limits/index.ts';
import { nobody } from './nobody.ts';

/** What the answer of a factor is counted by. The same steps are taken whether or not there is an account (ASVS V6.3.8). */
export async function subjectOf(
  services: UseCaseServices,
  { id, account_id: accountId, name_hash: nameHash }: LoginAttemptsTable,
  { isGuessable }: Pick<Factor, 'isGuessable'>,
  request: FastifyRequest,
): Promise<GuessSubject> {
  const account = await findAccount(services.db, accountId ?? nobody);
  const device =
    account &&
    findKnownDevice(services, request, {
      accountId: account.id,
      securityVersion: account.security_version,
    });
  const knownAs = device ? `device:${device.id}` : null;
  if (!isGuessable) return { of: 'key', accountId, name: id, knownAs };
  return { of: 'code', accountId, name: nameHash ?? id, knownAs };
}
