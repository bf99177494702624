import type { UseCaseServices } from '../../factors/index.ts';
import { problem } from '../../kit/problem.ts';
import { emailKey } from '../../people/emails/index.ts';
import {
  consumeNewcomer,
  findNewcomer,
  insertIdentity,
  type Newcomer,
  newIdentityId,
  type Provider,
} from '../../people/outside/index.ts';
import type { CompleteLogin, Requester, UnfinishedLogin } from '../index.ts';
import { type BroughtIdentity, register } from '../register/index.ts';
import { failed } from './failed.ts';
import { labelOf } from './label.ts';
import { identityTaken } from './problems.ts';
import { isMultiFactor } from './proved.ts';

/** What somebody chooses who came back from a provider and has no account. */
export interface Chosen {
  readonly username: string;
  readonly email: string | undefined;
  readonly proofOfWork: string | undefined;
}

/**
 * Makes an account with the identity that a browser came back with, and signs it in. Throws `outside-login-expired`,
 * `identity-taken`, and what a registration throws.
 */
export async function registerNewcomer(
  services: UseCaseServices,
  { provider, browser }: { readonly provider: Provider; readonly browser: string | undefined },
  chosen: Chosen,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const now = services.clock();
  const found = await findNewcomer(services.db, { provider: provider.id, browser, now });
  if (!found) throw failed(provider, 'expired');
  const wanted = {
    ...chosen,
    password: undefined,
    identity: bring(provider, found, requester),
    data: undefined,
    rules: 'usual' as const,
    transport: 'cookie' as const,
    remember: found.attempt.remember === 1,
  };
  return register(services, wanted, requester);
}

function bring(provider: Provider, { identity, attempt }: Newcomer, { trail }: Requester): BroughtIdentity {
  const { issuer, subject, email, isEmailVerified } = identity;
  return {
    amr: ['fed'],
    isMultiFactor: isMultiFactor(provider, identity),
    confirms: ({ key }) =>
      provider.trustsEmail && isEmailVerified && email !== undefined && emailKey(email) === key,
    async accept(tx, accountId, now) {
      if (!(await consumeNewcomer(tx, attempt, now))) throw failed(provider, 'used');
      const added = await insertIdentity(tx, {
        id: newIdentityId(),
        issuer,
        subject,
        account_id: accountId,
        provider: provider.id,
        label: labelOf(identity),
        created_at: now,
        seen_at: now,
      });
      if (!added) throw problem(identityTaken, ({ outside }) => outside.identityTaken(provider.label));
      trail.note({ code: 'identity-looked-up', provider: provider.id, state: 'linked' });
    },
  };
}
