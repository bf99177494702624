import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { resumeAttempt } from '../../people/attempts/index.ts';
import { countPasskeyLogin, guessMustWait } from '../../people/limits/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { heldByCookie } from '../attempt-secret.ts';
import type { Requester } from '../requester.ts';
import type { SessionOptions } from '../session/open-session.ts';
import { beginAttempt } from './begin-attempt.ts';

/** So long must an attempt still live to be taken up: as long as the challenge that it is handed. */
const leastLeft = minutes(5);

/**
 * The attempt without a name that this browser holds already, now with these session options; empty when it holds none that is
 * worth going on with. A page that is opened again and again would else leave a row each time.
 */
export async function resumeNameless(
  services: UseCaseServices,
  sessionOptions: SessionOptions,
  request: FastifyRequest,
): Promise<string> {
  if (sessionOptions.transport !== 'cookie') return '';
  const remember = sessionOptions.remember ? 1 : 0;
  const after = services.clock() + leastLeft;
  for (const { id, secretHash } of heldByCookie(services, request)) {
    if (!(await resumeAttempt(services.db, { id, secretHash, remember, after }))) continue;
    // Wrong passkeys before must not have somebody wait who begins anew.
    const subject = { of: 'key', accountId: null, name: id, knownAs: null } as const;
    return (await guessMustWait(services, subject)) ? '' : id;
  }
  return '';
}

/**
 * Begins a login without a name: who it is, a discoverable passkey will tell. `held` is what `resumeNameless` has found.
 * Throws `too-many-attempts`.
 */
export async function beginWithoutName(
  services: UseCaseServices,
  sessionOptions: SessionOptions,
  { trail, client }: Requester,
  held: string,
): Promise<UnfinishedLogin> {
  const begun = {
    status: 'more',
    accountId: null,
    step: { kind: 'first-factor', factor: 'passkey' },
  } as const;
  if (held !== '') {
    trail.drop();
    return { ...begun, attempt: held, secret: undefined };
  }
  await countPasskeyLogin(services, client);
  const { id: attempt } = trail;
  // A browser begins one whenever it shows the page, so that it can suggest a passkey.
  trail.drop();
  const nobody = { accountId: null };
  const secret = await inTransaction(services.db, (tx) =>
    beginAttempt(tx, services, { id: attempt, ...nobody, sessionOptions }),
  );
  return { ...begun, attempt, secret };
}
