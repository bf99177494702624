import { h } from 'preact';
import type { Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { type Adding, type Begun, type Enroller, enrolment, type NewFactor } from '../enrolment.ts';
import type { UseCaseServices } from '../services.ts';
import { totpCode } from './code-schema.ts';
import { openKey, sealKey } from './key.ts';
import { codeRefused, totpExists, totpNotBegun } from './problems.ts';
import { drawQrCode } from './qr-code.ts';
import { TotpSteps } from './steps.tsx';
import { beginTotp, confirmTotp, countConfirmation, findTotp, mostTries, setUpLifetime } from './store.ts';
import { judgeCode, keyText, keyUri, newTotpKey } from './totp.ts';

/** What an authenticator app must be told, once. */
interface TotpSetUp extends Begun {
  /** The key in base32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the QR code. */
  readonly uri: string;
}

/** Makes a key that counts for nothing before it is confirmed. Throws `totp-exists`. */
async function newSetUp(services: UseCaseServices, enroller: Enroller): Promise<TotpSetUp> {
  const { accountId, subject, username } = enroller;
  const key = newTotpKey();
  const secret = sealKey(services, accountId, key);
  const begun = { account_id: accountId, secret, subject, created_at: services.clock() };
  if (!(await beginTotp(services.db, begun))) throw problem(totpExists);
  return setUpOf(services, username, key);
}

/**
 * The set-up that waits to be confirmed, to be shown again. Only what was begun here: a key that another has begun for
 * this account, who may be a thief of its password, must not get into the owner's app.
 */
async function findSetUp(
  services: UseCaseServices,
  { accountId, subject, username }: Enroller,
): Promise<TotpSetUp | undefined> {
  const row = await findTotp(services.db, accountId);
  const isOpen =
    row?.confirmed_at === null &&
    row.subject === subject &&
    row.tries < mostTries &&
    row.created_at > services.clock() - setUpLifetime;
  const key = isOpen ? openKey(services, row) : undefined;
  return key && setUpOf(services, username, key);
}

async function setUpOf({ config }: UseCaseServices, username: string, key: Uint8Array): Promise<TotpSetUp> {
  return { secret: await keyText(key), uri: await keyUri(key, { issuer: config.siteName, username }) };
}

/**
 * Judges the code that shows that the app has the key. The try is counted before it is judged, outside of any
 * transaction, so that a refusal does not give it back. Throws `code-refused` and `totp-not-begun`.
 */
async function judgeSetUp(
  services: UseCaseServices,
  { accountId, subject }: Enroller,
  { code }: { code: string },
) {
  const now = services.clock();
  const begun = await countConfirmation(services.db, { accountId, subject, now });
  const key = begun && openKey(services, begun);
  if (!key) throw problem(totpNotBegun);
  const judged = await judgeCode(key, code, { now, window: services.config.totp });
  if (judged.fits) return { begun, step: judged.step };
  const late = judged.reason === 'outside-window' ? judged.secondsLate : 0;
  // The person holds key and phone, so they may hear what is wrong with its clock.
  const detail: Say = ({ totp }) => totp.refusedSetUp(late, mostTries - begun.tries);
  throw problem(codeRefused, detail, { errors: [{ pointer: '/code', code: judged.reason, detail }] });
}

/** Puts the key into force. Throws `totp-not-begun`. */
async function addTotp(
  tx: Tx,
  _services: UseCaseServices,
  { judged: { begun, step }, now }: Adding<unknown, Awaited<ReturnType<typeof judgeSetUp>>>,
): Promise<NewFactor> {
  if (!(await confirmTotp(tx, begun, step, now))) throw problem(totpNotBegun);
  return { ok: true, amr: ['otp'], event: { type: 'totp-added' } };
}

/** An authenticator app is added by the key that it is told and a code that shows that it has it. */
export const totpEnrolment = enrolment<{ code: string }, Awaited<ReturnType<typeof judgeSetUp>>>({
  body: totpCode,
  example: { code: '123456' },
  problems: [codeRefused, totpNotBegun],
  lead: ({ totp }) => totp.lead,
  notice: ({ totp }) => totp.notices.first,
  hasForm: true,
  begin: newSetUp,
  find: findSetUp,
  judge: judgeSetUp,
  add: addTotp,
  async part(_services, begun, { action, next, problem: refused }) {
    const setUp = begun as TotpSetUp;
    return h(TotpSteps, { ...setUp, qrCode: await drawQrCode(setUp.uri), action, next, problem: refused });
  },
});
