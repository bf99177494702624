import type { StepWith } from '../steps.ts';
import type { ProviderFault } from './faults.ts';

/** Why an answer of a provider was refused, and what whoever runs the server changes. */
const faults: Readonly<Record<ProviderFault, string>> = {
  'unknown-state':
    'The `state` that came back is none that this server has sent in the last ten minutes. The address was opened from somewhere else, or long after.',
  'other-provider': 'The answer came to the address of another provider than the browser was sent to.',
  'other-browser':
    'The answer came by another browser or session than the one that was sent, or the browser keeps no cookies. If everyone is affected, check that `publicUrl` is the address that people open.',
  used: 'This answer was already used: the page was reloaded, or the address was opened twice.',
  expired: 'The person was at the provider for more than ten minutes.',
  cancelled: 'The person cancelled at the provider.',
  'provider-error':
    "The provider answered with an error instead of a sign-in. Its own log says why; check the client's settings there.",
  unreachable:
    "The provider couldn't be reached within five seconds, or isn't at an address on the internet over https. An `issuer` in `login.with` may be in your own network.",
  'client-refused':
    'The provider refused this server: check `clientId` and `clientSecret` in `login.with`. The secret may have expired.',
  'code-refused':
    "The provider refused the code: it was used already, is too old, or the redirect address registered there isn't `{publicUrl}/login/with/{id}/back`.",
  response:
    'The provider answered with something that is no answer of OAuth 2.0 or OpenID Connect. Check `issuer` in `login.with`: what the provider says of itself must be at `{issuer}/.well-known/openid-configuration`.',
  issuer:
    "The answer names another issuer than the provider's. Check `issuer` in `login.with`, letter by letter.",
  audience: 'The ID token is for another client. Nobody is signed in by it.',
  nonce: "The ID token isn't for this sign-in: its `nonce` is another one, or missing.",
  signature: "The signature of the ID token isn't by a key that the provider publishes.",
  'out-of-date': 'The ID token has expired or is from the future. Check the clock of this server.',
  token:
    "The ID token isn't one that can be used: a part is missing, of the wrong type, or signed in another way.",
  subject: 'The provider names nobody: `sub` is missing, of another type than text, or too long.',
  'auth-time':
    "The provider didn't have the person sign in anew, or doesn't say when they did. It must support `max_age` or `prompt=login`.",
  'other-identity': 'The identity is another one than that of the account.',
};

const looked: Readonly<Record<StepWith<'identity-looked-up'>['state'], string>> = {
  known: 'belongs to an account',
  new: 'belongs to no account yet: a username is asked for',
  'has-account':
    'belongs to no account, but its email address does. An address alone connects nothing, so the owner is asked to sign in as usual and connect it',
  'no-new-accounts':
    'belongs to no account, and none is created: `newAccounts` of the provider is false, or `registration.mode` is not `open`',
  taken: 'already belongs to another account',
  linked: 'was connected to the account',
  'other-account': "isn't one of the account that is to be confirmed",
};

const askedFor: Readonly<Record<StepWith<'provider-asked'>['for'], string>> = {
  'sign-in': 'to sign in',
  link: 'to connect an identity to the account',
  verify: 'to confirm who they are',
};

export const providerSentences = {
  'provider-asked': ({ provider, for: purpose }: StepWith<'provider-asked'>): string =>
    `Sent to ${provider} ${askedFor[purpose]}.`,
  'provider-answered': ({ provider, ok, fault }: StepWith<'provider-answered'>): string =>
    ok
      ? `The answer of ${provider} was accepted.`
      : `The answer of ${provider} was refused. ${fault ? faults[fault] : ''}`.trim(),
  'identity-looked-up': ({ provider, state }: StepWith<'identity-looked-up'>): string =>
    `The identity at ${provider} ${looked[state]}.`,
};

export const providerExplanations = {
  'provider-asked': {
    title: 'Sent to a provider',
    rule: 'The browser takes along a `state`, a `nonce` and a PKCE challenge that are good for ten minutes, once, in this browser.',
    why: 'Without them, somebody could have a browser finish a sign-in that they began themselves (login CSRF), or use an answer that was meant for another site.',
  },
  'provider-answered': {
    title: 'Answer of the provider',
    rule: 'Signature, issuer, audience, nonce and times of the ID token are checked, and its code is exchanged once.',
    why: 'An answer that was made for another site, browser or sign-in must not open an account. `latchkey login-with check ID` tries the settings without signing anyone in.',
  },
  'identity-looked-up': {
    title: 'Identity lookup',
    rule: 'An identity is the issuer and the subject together. It opens the account that it was connected to, and never one that only has the same email address.',
    why: "Providers differ in how they verify addresses, and an address can change hands. Whoever registers first with somebody else's address would otherwise share the account later.",
  },
} as const;
