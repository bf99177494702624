import { sendEmailCode } from '../../factors/email-code/index.ts';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { inSlots } from '../../kit/in-slots.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { countEmailCode, hashName, isKnownIn } from '../../people/limits/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { nobody } from '../judge/nobody.ts';
import type { Requester } from '../requester.ts';
import type { SessionOptions } from '../session/open-session.ts';
import { beginAttempt } from './begin-attempt.ts';
import { findNamed } from './find-named.ts';

interface Wanted extends SessionOptions {
  /** A username or an e-mail address, as typed. */
  readonly username: string;
  readonly proofOfWork: string | undefined;
}

/**
 * Begins a login by a name alone: a code goes to the confirmed address of its account. Nobody learns here whether there
 * is one: the answer is the same and comes at the same time, and the mail is sent later, by the queue.
 * Throws `too-many-attempts` or `challenge-required`.
 */
export async function beginByName(
  services: UseCaseServices,
  wanted: Wanted,
  requester: Requester,
): Promise<UnfinishedLogin> {
  return inSlots(services.answerSlot, () => begin(services, wanted, requester));
}

async function begin(
  services: UseCaseServices,
  { username, transport, remember, proofOfWork }: Wanted,
  { trail, client, request }: Requester,
): Promise<UnfinishedLogin> {
  const { db, clock } = services;
  const { account, name } = await findNamed(services, username, trail);
  const isKnown = isKnownIn(services, request, account);
  const knownTo = isKnown && account ? account.id : null;
  const hasProved = await countEmailCode(services, { client, knownTo, proofOfWork, mayChallenge: true });
  const { accountId, secret, state } = await inTransaction(db, async (tx) => {
    // Held, so that the account is not deleted or disabled meanwhile: it must leave neither a code nor a mail.
    const isHeld = await holdAccount(tx, account?.id ?? nobody);
    const owner = isHeld && account ? account : null;
    const now = clock();
    const nameHash = hashName(name);
    const secret = await beginAttempt(tx, services, {
      id: trail.id,
      accountId: owner?.id ?? null,
      nameHash,
      sessionOptions: { transport, remember },
    });
    const by = { isKnown: isKnown && owner !== null, hasProved, address: client.address };
    const state = await sendEmailCode(tx, services, {
      account: owner,
      name: nameHash,
      subject: trail.id,
      client,
      trailId: trail.id,
      by,
    });
    await recordEvent(tx, { type: 'login-code-asked', accountId: owner?.id ?? null, client, at: now });
    // Of a closed account too: its trail tells an operator why no code came.
    if (account) trail.account(account.id);
    trail.note({ code: 'attempt', state: 'begun' });
    trail.note({ code: 'login-code', state });
    return { accountId: owner?.id ?? null, secret, state };
  });
  // The answer is the same for any name; only the trail says that there is no code to wait for.
  if (state === 'no-address') trail.end('refused');
  const step = { kind: 'first-factor', factor: 'email-code' } as const;
  return { status: 'more', attempt: trail.id, secret, accountId, step };
}
