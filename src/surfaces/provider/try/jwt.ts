import { createPublicKey, verify } from 'node:crypto';

/** A public key as a server publishes it (RFC 7517). */
export type PublicJwk = Readonly<Record<string, string>>;

/** A signed token, taken apart (RFC 7515). */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Undefined where it is no signed token: one for this server is a random text. */
export function readJwt(token: string): Jwt | undefined {
  const [header = '', claims = '', signature] = token.split('.');
  if (signature === undefined) return undefined;
  return { header: readPart(header), claims: readPart(claims) };
}

const readPart = (part: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Readonly<Record<string, unknown>>;

/** Whether a token was signed by the one of these public keys that its header names. The algorithm is the key's own (RFC 8725 section 3.1). */
export function isSignedBy(token: string, keys: readonly PublicJwk[]): boolean {
  const kid = readJwt(token)?.header.kid;
  const jwk = keys.find((key) => key.kid === kid);
  if (!jwk) return false;
  const [header = '', claims = '', signature = ''] = token.split('.');
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
}
