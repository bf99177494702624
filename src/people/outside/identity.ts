import { Malformed } from './faults.ts';

/** Who somebody is at a provider, as it vouches for it. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** An address, and whether the provider says that it is theirs. */
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
  /** A username to suggest. */
  readonly username: string | undefined;
  /** When they have last proved who they are there, in Unix milliseconds; undefined where the provider doesn't say. */
  readonly provedAt: number | undefined;
  /** Whether they used more than one factor there. */
  readonly isMultiFactor: boolean;
}

const longestSubject = 255;

/** OIDC Core §2: at most 255 characters. One of another type is refused, since two could become one text. */
export function readSubject(value: unknown): string | undefined {
  const fits = typeof value === 'string' && value !== '' && value.length <= longestSubject;
  return fits && value.isWellFormed() && !/\p{Cc}/u.test(value) ? value : undefined;
}

/** A claim that is for people to read. */
export function readText(value: unknown, most = 320): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > most) return undefined;
  return value.isWellFormed() && !/\p{Cc}/u.test(value) ? value : undefined;
}

/** Words of RFC 8176 that only several factors earn, or one that is two. */
const strong = new Set(['mfa', 'hwk', 'swk', 'otp', 'fpt', 'face', 'iris', 'sc']);

/** Whether the methods that an ID token names were more than one factor: `mfa`, or a password with another. */
function isStrong(amr: unknown): boolean {
  if (!Array.isArray(amr)) return false;
  return amr.includes('mfa') || (amr.includes('pwd') && amr.some((way) => strong.has(String(way))));
}

/** The identity that the claims of an ID token, with those of the userinfo beside them, say. Throws `Malformed`. */
export function readIdentity(issuer: string, claims: Readonly<Record<string, unknown>>): Identity {
  const subject = readSubject(claims.sub);
  if (subject === undefined) throw new Malformed('subject');
  const { email_verified: verified, auth_time: authTime } = claims;
  const email = readText(claims.email);
  return {
    issuer,
    subject,
    email,
    // Only the boolean: the text "false" would be true to a script.
    isEmailVerified: email !== undefined && verified === true,
    username: readText(claims.preferred_username ?? claims.nickname, 100),
    provedAt: typeof authTime === 'number' && Number.isSafeInteger(authTime) ? authTime * 1000 : undefined,
    isMultiFactor: isStrong(claims.amr),
  };
}
