import { HOTP, Secret } from 'otpauth';

/** What an authenticator app shows at a time, given its key in base32; `steps` half minutes later or earlier. */
export function totpCode(secret: string, now: number, steps = 0): string {
  return HOTP.generate({ secret: Secret.fromBase32(secret), counter: Math.floor(now / 30_000) + steps });
}

/** Six digits that an authenticator app shows at no time near `now`. */
export function wrongTotpCode(secret: string, now: number): string {
  const near = new Set(Array.from({ length: 41 }, (_, at) => totpCode(secret, now, at - 20)));
  return ['000000', '111111', '222222', ...Array.from({ length: 50 }, (_, at) => String(333_333 + at))].find(
    (code) => !near.has(code),
  ) as string;
}
