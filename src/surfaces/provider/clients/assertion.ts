const types: readonly unknown[] = [undefined, 'JWT', 'client-authentication+jwt'];

/** In seconds: how long an assertion may live, and how far the clock of an app may be off. */
const longest = 60;
const tolerance = 15;

/**
 * What is wrong with the JWT by which an app proves itself, besides what the library checks (RFC 7523 section 3): it is for this
 * server alone, since one that was made for another is that other's to use, and soon worth nothing.
 */
export function assertionFault(
  { aud, exp, iat }: Readonly<Record<string, unknown>>,
  { typ }: Readonly<Record<string, unknown>>,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): string | undefined {
  const seconds = now / 1000 + tolerance;
  if (!types.includes(typ)) return 'it is a JWT of another type';
  if ([aud].flat().some((one) => one !== issuer)) return 'its audience must be the issuer alone';
  if (typeof exp !== 'number' || exp > seconds + longest) return 'it must run out within a minute';
  return typeof iat === 'number' && iat > seconds ? 'it was issued in the future' : undefined;
}
