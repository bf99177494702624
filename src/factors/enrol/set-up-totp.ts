import type { Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
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
} from '../totp/index.ts';
import type { Enroller } from './enroller.ts';
import { type Enrolled, enrolled } from './recovery-codes.ts';

/** What an authenticator app must be told, once. */
export interface TotpSetUp {
  /** The key in base32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the QR code. */
  readonly uri: string;
}

/** Makes a key that counts for nothing before it is confirmed. Throws `totp-exists`. */
export async function newSetUp(services: Services, enroller: Enroller): Promise<TotpSetUp> {
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
export async function findSetUp(
  services: Services,
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

async function setUpOf({ config }: Services, username: string, key: Uint8Array): Promise<TotpSetUp> {
  return { secret: await keyText(key), uri: await keyUri(key, { issuer: config.siteName, username }) };
}

/** A key whose code was right. */
type ShownKey = Awaited<ReturnType<typeof judgeSetUp>>;

/**
 * Judges the code that shows that the app has the key. The try is counted before it is judged, outside of any
 * transaction, so that a refusal does not give it back. Throws `code-refused` and `totp-not-begun`.
 */
export async function judgeSetUp(services: Services, { accountId, subject }: Enroller, code: string) {
  const now = services.clock();
  const begun = await countConfirmation(services.db, { accountId, subject, now });
  const key = begun && openKey(services, begun);
  if (!key) throw problem(totpNotBegun);
  const judged = await judgeCode(key, code, { now, window: services.config.totp });
  if (judged.fits) return { begun, step: judged.step };
  const late = judged.reason === 'outside-window' ? judged.secondsLate : 0;
  const detail = refusalInWords(late, mostTries - begun.tries);
  throw problem(codeRefused, detail, { errors: [{ pointer: '/code', code: judged.reason, detail }] });
}

/** Puts the key into force. Throws `totp-not-begun`. */
export async function addTotp(
  tx: Tx,
  { begun, step }: ShownKey,
  whose: { readonly accountId: string; readonly now: number },
): Promise<Enrolled> {
  if (!(await confirmTotp(tx, begun, step, whose.now))) throw problem(totpNotBegun);
  return enrolled(tx, whose, { name: 'an authenticator app', event: { type: 'totp-added' } });
}

/** The person holds key and phone, so they may hear what is wrong with its clock. */
function refusalInWords(secondsLate: number, left: number): string {
  const clock = `The clock of your phone seems to be ${Math.abs(secondsLate)} seconds ${secondsLate > 0 ? 'late' : 'early'}: have it set the time by itself, then type the next code.`;
  const tries =
    left === 0
      ? 'That was the last try: begin again, with a new QR code.'
      : left === 1
        ? 'You have one more try.'
        : `You have ${left} more tries.`;
  return `${secondsLate === 0 ? 'This is not the code that the app shows now.' : clock} ${tries}`;
}
