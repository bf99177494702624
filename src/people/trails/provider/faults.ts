/** Why somebody who was sent to a provider isn't signed in. */
export const providerFaults = [
  // What came back isn't what was sent.
  'unknown-state',
  'other-provider',
  'other-browser',
  'used',
  'expired',
  // The person, or the provider, said no.
  'cancelled',
  'provider-error',
  // The provider couldn't be asked, or refused this server.
  'unreachable',
  'client-refused',
  'code-refused',
  'response',
  // Its ID token isn't for this sign-in.
  'issuer',
  'audience',
  'nonce',
  'signature',
  'out-of-date',
  'token',
  'subject',
  'auth-time',
  'other-identity',
] as const;

export type ProviderFault = (typeof providerFaults)[number];
