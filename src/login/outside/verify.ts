import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Requester } from '../index.ts';
import { renewBy, verifiesByIdentity } from '../prove/index.ts';
import { requireSender } from './attempt-owner.ts';
import { outsideLoginFailed } from './problems.ts';
import { isMultiFactor, type Proved } from './proved.ts';

/**
 * Renews the proof of a session by an identity of the account, which the provider has had its owner prove anew. Only where the
 * account has nothing better, as a code by email. Throws `outside-login-expired` and `outside-login-failed`.
 */
export async function verifyByIdentity(
  services: UseCaseServices,
  proved: Proved,
  who: Caller | null,
  requester: Requester & { readonly reply: FastifyReply },
): Promise<void> {
  const { provider, identity, known } = proved;
  const { trail } = requester;
  const { account, via } = requireSender(proved, who, trail);
  const isOwn = known?.account_id === account.id;
  if (!isOwn || !(await verifiesByIdentity(services, services.db, account.id))) {
    trail.note({ code: 'identity-looked-up', provider: provider.id, state: 'other-account' });
    throw problem(outsideLoginFailed, ({ outside }) => outside.otherIdentity(provider.label));
  }
  trail.note({ code: 'identity-looked-up', provider: provider.id, state: 'known' });
  const proof = {
    amr: ['fed'] as const,
    isMultiFactor: isMultiFactor(provider, identity),
    level: 1 as const,
  };
  await renewBy(services, via.session, proof, requester);
  trail.note({ code: 'proof-renewed', factor: 'identity' });
}
