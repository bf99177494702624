import { findKey } from './keys.ts';

export interface TokenOptions {
  /** The address of the login server. */
  readonly issuer: string;
  /** The resource that the token must be for, as it was added with `latchkey resources add`. */
  readonly resource: string;
}

/** What a token says (RFC 9068). Times are Unix seconds. */
export interface TokenClaims {
  readonly iss: string;
  /** The ID of the account. It never changes. */
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly exp: number;
  readonly iat?: number;
  /** The app that it was made for; `session` for one that was made from a session. */
  readonly client_id?: string;
  /** What it allows, in words with spaces between them. */
  readonly scope?: string;
  readonly [claim: string]: unknown;
}

/** A token that isn't valid here: answer 401. `reason` is for your log. */
export class InvalidToken extends Error {
  override readonly name: string = 'InvalidToken';
  readonly reason: string;

  constructor(reason: string) {
    super(`The token isn't valid: ${reason}.`);
    this.reason = reason;
  }
}

/** How far the clocks of two servers may be apart, in seconds. */
const leeway = 5;

/**
 * Verifies an access token without asking the server, which is asked for its keys alone. The token works until it expires, even if
 * its session has ended. Throws `InvalidToken`, or another error where the keys couldn't be fetched, which is a 503.
 */
export async function verifyToken(token: string, { issuer, resource }: TokenOptions): Promise<TokenClaims> {
  const server = issuer.replace(/\/+$/, '');
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || token.length > 16_384) throw new InvalidToken('it is no signed JWT');
  const { alg, typ, kid, crit } = read(head);
  // Fixed here, whatever the token says of itself (RFC 8725 section 3.1).
  if (alg !== 'ES256') throw new InvalidToken('its algorithm is not ES256');
  if (!/^(application\/)?at\+jwt$/i.test(String(typ))) throw new InvalidToken('it is no access token');
  if (typeof kid !== 'string' || crit !== undefined)
    throw new InvalidToken('its header asks for more than is known');
  const key = await findKey(server, kid);
  if (!key) throw new InvalidToken('its key is not one of the server');
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const isSigned = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    bytesOf(signature),
    signed,
  );
  if (!isSigned) throw new InvalidToken('its signature is wrong');
  return judge(read(body), server, resource);
}

function judge(claims: Readonly<Record<string, unknown>>, issuer: string, resource: string): TokenClaims {
  const { iss, sub, aud, exp, nbf, iat } = claims;
  const now = Date.now() / 1000;
  const isLater = (time: unknown) => time !== undefined && !(Number(time) <= now + leeway);
  if (iss !== issuer) throw new InvalidToken('another server has issued it');
  if (!(Array.isArray(aud) ? aud : [aud]).includes(resource))
    throw new InvalidToken('it is for another resource');
  if (typeof exp !== 'number' || exp <= now - leeway) throw new InvalidToken('it has expired');
  if (isLater(nbf) || isLater(iat)) throw new InvalidToken('it is not valid yet');
  if (typeof sub !== 'string' || sub === '') throw new InvalidToken('it names no account');
  return claims as TokenClaims;
}

/** A part of a token: an object in base64url. */
function read(part: string): Readonly<Record<string, unknown>> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(part));
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof InvalidToken) throw error;
  }
  throw new InvalidToken('it cannot be read');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new InvalidToken('it cannot be read');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
