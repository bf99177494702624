/** A way to prove who you are. Also the last part of `POST /api/login/{attempt}/{factor}`. */
export type FactorName = 'password' | 'passkey' | 'totp' | 'recovery-code' | 'email-code';

/** How something was proved, in the words of RFC 8176; `email` is not in it. */
export type Amr = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'kba' | 'email' | 'mfa';
