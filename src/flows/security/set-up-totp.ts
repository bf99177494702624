import type { FastifyRequest } from 'fastify';
import type { Amr } from '../../factors/factor.ts';
import { holdPassword } from '../../factors/password/index.ts';
import {
  beginTotp,
  codeRefused,
  confirmTotp,
  countConfirmation,
  findTotp,
  judgeCode,
  keyText,
  keyUri,
  mostTries,
  newTotpKey,
  openKey,
  sealKey,
  setUpLifetime,
  totpExists,
  totpNotBegun,
} from '../../factors/totp/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { amrOf, renewProof, requireFreshProof } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { endOtherLogins, proofFrom } from '../login/index.ts';
import { firstCodes } from './second-factors.ts';

/** What an authenticator app must be told, once. */
export interface TotpSetUp {
  /** The key in base32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the QR code. */
  readonly uri: string;
}

/** Makes a key that counts for nothing before it is confirmed. Throws `proof-required` and `totp-exists`. */
export async function beginSetUp(services: Services, { session }: Caller): Promise<TotpSetUp> {
  requireFreshProof(services, session);
  const key = newTotpKey();
  const accountId = session.account_id;
  const secret = sealKey(services, accountId, key);
  const begun = { account_id: accountId, secret, created_at: services.clock() };
  if (!(await beginTotp(services.db, begun))) throw problem(totpExists);
  return setUpOf(services, session.username, key);
}

/** The set-up that waits to be confirmed, for a page that shows it again. Throws `proof-required`. */
export async function findSetUp(services: Services, { session }: Caller): Promise<TotpSetUp | undefined> {
  requireFreshProof(services, session);
  const row = await findTotp(services.db, session.account_id);
  const isOpen =
    row?.confirmed_at === null && row.tries < mostTries && row.created_at > services.clock() - setUpLifetime;
  const key = isOpen ? openKey(services, row) : undefined;
  return key && setUpOf(services, session.username, key);
}

async function setUpOf({ config }: Services, username: string, key: Uint8Array): Promise<TotpSetUp> {
  return { secret: await keyText(key), uri: await keyUri(key, { issuer: config.siteName, username }) };
}

/**
 * Puts the key into force by a code that shows that the app has it. The try is counted before it is judged, outside
 * the transaction, so that a refusal does not give it back. Answers recovery codes if the account had none.
 * Throws `proof-required`, `code-refused` and `totp-not-begun`.
 */
export async function confirmSetUp(
  services: Services,
  { session }: Caller,
  code: string,
  request: FastifyRequest,
): Promise<{ readonly recoveryCodes: readonly string[] | undefined }> {
  requireFreshProof(services, session);
  const accountId = session.account_id;
  const now = services.clock();
  const begun = await countConfirmation(services.db, accountId, now);
  const key = begun && openKey(services, begun);
  if (!key) throw problem(totpNotBegun);
  const judged = await judgeCode(key, code, { now, earlierSteps: services.config.totp.earlierCodes });
  if (!judged.fits) {
    const late = judged.reason === 'outside-window' ? judged.secondsLate : 0;
    const detail = refusalInWords(late, mostTries - begun.tries);
    throw problem(codeRefused, detail, { errors: [{ pointer: '/code', code: judged.reason, detail }] });
  }
  return inTransaction(services.db, async (tx) => {
    // First, as in every step of a login: it is over before, or comes too late.
    await holdPassword(tx, accountId);
    await touchAccount(tx, accountId, now);
    if (!(await confirmTotp(tx, begun, judged.step, now))) throw problem(totpNotBegun);
    const event = { accountId, sessionId: session.id, client: clientOf(request), at: now };
    await recordEvent(tx, { type: 'totp-added', ...event });
    const { client } = event;
    await noticeTo(tx, services, accountId, { kind: 'factor-added', name: 'an authenticator app', client });
    // Sessions that were opened without it have proved less than this account asks for now.
    await endOtherLogins(tx, accountId, session.id);
    const { amr, aal } = proofFrom([...(amrOf(session) as Amr[]), 'otp'], false);
    await renewProof(tx, session.id, { amr, aal, now });
    const recoveryCodes = await firstCodes(tx, accountId, now);
    if (recoveryCodes) await recordEvent(tx, { type: 'recovery-codes-replaced', ...event });
    return { recoveryCodes };
  });
}

/** The person holds key and phone, so they may hear what is wrong with its clock. */
function refusalInWords(secondsLate: number, left: number): string {
  const clock = `The clock of your phone seems to be ${Math.abs(secondsLate)} seconds ${secondsLate > 0 ? 'late' : 'early'}: have it set the time by itself, then type the next code.`;
  const tries =
    left === 0
      ? 'That was the last try: begin again.'
      : left === 1
        ? 'You have one more try.'
        : `You have ${left} more tries.`;
  return `${secondsLate === 0 ? 'This is not the code that the app shows now.' : clock} ${tries}`;
}
