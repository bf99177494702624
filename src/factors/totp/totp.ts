import { randomBytes } from 'node:crypto';
import { seconds } from '../../kit/duration.ts';
import { sameText } from '../../kit/secret-token.ts';
import { readTypedCode } from '../../kit/typed-code.ts';

/** What every authenticator app can do (RFC 6238), and many can do nothing else. */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** How many steps to either side a code is looked for, so that a wrong clock can be told: five minutes. */
const reach = 10;

/** Loaded when the first code is judged: who has no authenticator pays nothing for it. */
const otpauth = () => import('otpauth');

/** 160 random bits, as RFC 4226 section 4 recommends; NIST SP 800-63B-4 §3.1.4 asks for 112. */
export function newTotpKey(): Uint8Array {
  return randomBytes(20);
}

/** Steps of 30 seconds since 1970. `now` is in Unix milliseconds, by the server's clock alone (ASVS V6.5.8). */
export function stepAt(now: number): number {
  return Math.floor(now / seconds(form.period));
}

/** The key as people type it. */
export async function keyText(key: Uint8Array): Promise<string> {
  const { Secret } = await otpauth();
  return new Secret({ buffer: Uint8Array.from(key).buffer }).base32;
}

/** What the QR code says. The format gives no meaning to a colon in a name. */
export async function keyUri(key: Uint8Array, names: { issuer: string; username: string }): Promise<string> {
  const { Secret, TOTP } = await otpauth();
  const issuer = names.issuer.replaceAll(':', '');
  const secret = new Secret({ buffer: Uint8Array.from(key).buffer });
  return new TOTP({ ...form, issuer, label: names.username, secret }).toString();
}

export type Judgement =
  /** The code is that of `step`, which is accepted now, though its clock may be off. Whether it was used is not known here. */
  | { readonly fits: true; readonly step: number; readonly secondsLate: number }
  | { readonly fits: false; readonly reason: 'wrong' }
  /** It would have been right by another clock: behind ours by so many seconds, or before it where negative. */
  | { readonly fits: false; readonly reason: 'outside-window'; readonly secondsLate: number };

/** How many codes before and after the present one are accepted. */
export interface Window {
  readonly earlierCodes: number;
  readonly laterCodes: number;
}

/**
 * Judges a code as it was typed (`readTypedCode`). Accepted are the code of this step and those of as many steps to
 * either side as `window` says (RFC 6238 §5.2: what people type comes late; §6: clocks drift). Every step in reach is
 * computed and compared, whatever fits, so the time tells nothing.
 */
export async function judgeCode(
  key: Uint8Array,
  typed: string,
  { now, window: { earlierCodes, laterCodes } }: { now: number; window: Window },
): Promise<Judgement> {
  const { HOTP, Secret } = await otpauth();
  const code = readTypedCode(typed);
  const secret = new Secret({ buffer: Uint8Array.from(key).buffer });
  const current = stepAt(now);
  const fitting = stepsInReach.filter((late) => {
    const right = HOTP.generate({ ...form, secret, counter: Math.max(0, current - late) });
    return sameText(right, code);
  });
  const accepted = fitting.find((late) => late <= earlierCodes && late >= -laterCodes);
  if (accepted !== undefined) {
    return { fits: true, step: current - accepted, secondsLate: accepted * form.period };
  }
  const [nearest] = fitting;
  if (nearest === undefined) return { fits: false, reason: 'wrong' };
  return { fits: false, reason: 'outside-window', secondsLate: nearest * form.period };
}

/** Whether a code as it was typed has the digits of one, right or wrong. */
export function hasDigits(typed: string): boolean {
  const code = readTypedCode(typed);
  return code.length === form.digits && /^\d+$/.test(code);
}

/**
 * How far a step is beyond those that are accepted now, in seconds; 0 where it isn't. No code of such a step can have been
 * accepted by this clock: it was set back since.
 */
export function secondsAhead(step: number, { now, window }: { now: number; window: Window }): number {
  const steps = step - stepAt(now);
  return steps > window.laterCodes ? steps * form.period : 0;
}

/** The nearest first, and of two the earlier. */
const stepsInReach = Array.from({ length: 2 * reach + 1 }, (_, at) => reach - at).sort(
  (one, other) => Math.abs(one) - Math.abs(other),
);
