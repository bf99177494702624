/**
 * The ways to prove who you are, each with what people call it. The key is also the last part of
 * `POST /api/login/{attempt}/{factor}`. What a factor is and does stands in its own folder under `src/factors/`.
 */
export const factorWords = {
  password: 'password',
  passkey: 'passkey',
  totp: 'TOTP code',
  'recovery-code': 'recovery code',
  'email-code': 'code from the mail',
} as const;

export type FactorName = keyof typeof factorWords;

/** What somebody has who has the factor, as in "a passkey was added". */
export const factorThings: Readonly<Record<FactorName, string>> = {
  password: 'a password',
  passkey: 'a passkey',
  totp: 'an authenticator app',
  'recovery-code': 'recovery codes',
  'email-code': 'an email address',
};

export const factorNames = Object.keys(factorWords) as readonly FactorName[];

/** How something was proved, in the words of RFC 8176; `email` is not in it. */
export type Amr = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'kba' | 'email' | 'mfa';
