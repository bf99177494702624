import type { FastifyRequest } from 'fastify';
import {
  type Added,
  addTotp,
  type Enroller,
  findSetUp,
  judgeSetUp,
  newSetUp,
  type TotpSetUp,
} from '../../../factors/enrol/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { bySession, requireVerification } from '../../../login/prove/index.ts';
import { touchAccount } from '../../../people/accounts/index.ts';
import { act } from '../../../people/act/index.ts';
import { noteProof } from '../note-proof.ts';

/** The owner of a session, who adds a second factor in it. */
export const ownerOf = ({ account, via }: Caller): Enroller => ({
  accountId: account.id,
  username: account.username,
  subject: via.session.id,
});

/** Makes a key that counts for nothing before it is confirmed. Throws `proof-required` and `totp-exists`. */
export async function beginSetUp(services: Services, caller: Caller): Promise<TotpSetUp> {
  await requireVerification(services, caller.via.session);
  return newSetUp(services, ownerOf(caller));
}

/** The set-up that waits to be confirmed, for a page that shows it again. Throws `proof-required`. */
export async function findOwnSetUp(services: Services, caller: Caller): Promise<TotpSetUp | undefined> {
  await requireVerification(services, caller.via.session);
  return findSetUp(services, ownerOf(caller));
}

/**
 * Puts the key into force by a code that shows that the app has it. Answers recovery codes if the account had none.
 * Throws `proof-required`, `code-refused` and `totp-not-begun`.
 */
export function confirmSetUp(
  services: Services,
  caller: Caller,
  code: string,
  request: FastifyRequest,
): Promise<Added> {
  const { account, via } = caller;
  return act(services, bySession(services, caller, request), 'totp-added', {
    prepare: () => judgeSetUp(services, ownerOf(caller), code),
    async change(tx, { now, prepared: shown }) {
      await touchAccount(tx, account.id, now);
      const { recoveryCodes, ...told } = await addTotp(tx, shown, { accountId: account.id, now });
      await noteProof(tx, via.session, ['otp'], now);
      return { value: recoveryCodes, ...told };
    },
    finish: (_tx, { value: recoveryCodes, securityVersion }) => ({ recoveryCodes, securityVersion }),
  });
}
