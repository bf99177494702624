import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import { bySession } from '../../login/prove/index.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import {
  askForEmail,
  type EmailState,
  emailState,
  requireEmail,
  requireMail,
} from '../../people/emails/index.ts';

/**
 * Asks for an address: it is the account's once the link that is sent there was used, and the old one counts until
 * then. Throws `proof-required`, `email-refused`, `domain-refused`, `too-many-attempts` or `mail-off`.
 */
export function changeEmail(
  services: UseCaseServices,
  caller: Caller,
  typed: string,
  request: FastifyRequest,
): Promise<EmailState> {
  const { account } = caller;
  const by = bySession(services, caller, request);
  return act(services, by, 'email-asked', {
    async prepare() {
      requireMail(services.config);
      return requireEmail(services, typed, { pointer: '/email' });
    },
    async change(tx, { now, prepared: email }) {
      await touchAccount(tx, account.id, now);
      await askForEmail(tx, services, account, email, by);
      return { value: undefined, events: [] };
    },
    finish: (tx) => emailState(tx, account.id),
  });
}
