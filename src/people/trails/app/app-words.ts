import type { StepWith } from '../steps.ts';
import type { AppCause } from './causes.ts';

/** Why a request was refused, and what whoever runs the app changes. */
const causes: Readonly<Record<AppCause, string>> = {
  'unknown-app':
    'No app has this client ID, or the app is turned off. Run "latchkey apps list" and copy the ID into the app.',
  'not-let-in':
    'The app registered itself here, and this server no longer accepts that. Set apps.unregistered to documents-and-registration, or add the app with "latchkey apps add".',
  'document-off':
    'The client ID is the address of a document, and this server doesn\'t accept such apps. Set apps.unregistered to documents, or add the app with "latchkey apps add".',
  'document-address':
    'The client ID is an address at which no document can be: it must begin with https, have a path, and have neither user, fragment nor dots in it, written as a browser writes it.',
  'document-untrusted':
    "The app's document is on a host that isn't trusted here. Add the host to apps.trustedHosts if you know the app.",
  'document-unknown':
    "The app's document isn't known here, and is fetched only for a person who is signed in. Have somebody sign in to the app.",
  'document-too-many':
    'Too many documents of apps were asked for by this account or from this network at once. Wait a minute.',
  'document-failed-before':
    "The app's document couldn't be fetched a moment ago. It is asked for again after five minutes.",
  'document-unreachable':
    "The app's document couldn't be fetched: the host didn't answer with it within three seconds. A redirect is not followed.",
  'document-private':
    'The app\'s document is at an address that isn\'t on the internet, and nobody is asked there. Add the app with "latchkey apps add" instead.',
  'document-invalid':
    "The app's document isn't one that can be used: it must be JSON of up to 5 KB, name its own address as client_id letter by letter, and ask for no secret.",
  'registration-too-many': 'Too many apps were registered from this network. Wait an hour.',
  'registration-unfit':
    'What the app said of itself is not what an app can be registered with. The answer to the app says why.',
  'waiting-too-many': 'Too many requests of apps from this network are waiting. Try again in ten minutes.',
  redirect: 'The redirect address isn\'t registered. Add it with "latchkey apps set NAME --redirect URL".',
  'missing-parameter': 'A required parameter is missing. The answer to the app names it.',
  'parameter-twice': 'A parameter came twice.',
  'response-type': 'Only the authorization code flow is supported: response_type must be "code".',
  scope: 'The app asked for a scope that it may not have. Run "latchkey apps show NAME" to see which it may.',
  'resource-unknown':
    'The app asked for a token for a resource that isn\'t registered here. Add it with "latchkey resources add URL --scope NAME=TEXT", with exactly the address that the app sends.',
  'resource-not-granted':
    'The app asked for a token for another resource than the person allowed. Have the app send the same resource when it begins and when it exchanges the code.',
  'pushed-over': 'The pushed request was used before or is older than a minute.',
  proof:
    "The app's proof of its key (DPoP) or its assertion doesn't fit: check its clock, and that it makes a new one for each request.",
  'pkce-missing':
    'The app sent no code challenge (PKCE). Turn PKCE on in the app, or run "latchkey apps set NAME --without-pkce" if it has a secret and can\'t.',
  'pkce-plain': "The app sent a code challenge that isn't hashed. Set its method to S256.",
  'pkce-format': "The app's code challenge is malformed.",
  'not-signed-in': 'The app asked without a page (prompt=none), and nobody is signed in in this browser.',
  'not-fresh':
    'The app asked without a page (prompt=none) for a fresher sign-in than this one (max_age). Have it ask again without prompt=none.',
  'no-second-factor':
    "The app asked without a page (prompt=none) for a second factor, and this session hasn't confirmed one. Have it ask again without prompt=none.",
  'other-account':
    'The app asked without a page (prompt=none) for another account than the one that is signed in.',
  'acr-unknown':
    'The app insists on a level (acr) that this server never tells. It may ask for urn:latchkey:aal:1 or urn:latchkey:aal:2.',
  'acr-declined': 'The app insists on a second factor, and the person went back without adding one.',
  'not-allowed-yet': "The app asked without a page (prompt=none), and the person hasn't allowed it yet.",
  'person-refused': 'The person declined.',
  'request-expired': 'The request was too old, or was begun in another browser. Start again from the app.',
  'no-client-authentication': "The app didn't say who it is: no client ID, secret or assertion was sent.",
  'client-authentication-method':
    'The app authenticated in another way than it is registered for. Apps with a secret send it; apps without one send their client ID alone.',
  'wrong-secret':
    'The secret is incorrect or has expired. Run "latchkey apps new-secret NAME" and put the new one into the app.',
  'wrong-assertion':
    "The app's client assertion was refused. It must be signed with one of the app's keys, name the issuer as its only audience, expire within a minute and be used once.",
  'keys-unreachable':
    "The app's keys couldn't be fetched from its jwks_uri. After a failure they are asked for again after a minute.",
  'too-many-secrets': 'Too many incorrect secrets came from this address. Wait a minute.',
  'grant-type':
    'The app asked for tokens in a way that its kind doesn\'t have. Run "latchkey apps show NAME".',
  'code-unknown': 'The code is unknown: it was never issued here, or what it was issued for was revoked.',
  'code-expired': "The code was exchanged too late. Check the clock of the app's server, and apps.code.",
  'code-used':
    'The code was used before. Everything issued for it was revoked, because somebody else may have it. If the app retries the request by itself, turn that off.',
  'code-of-other-app': 'The code was issued to another app.',
  'code-redirect': 'The redirect address differs from the one that the code was requested with.',
  'wrong-verifier': "The code verifier doesn't belong to the code challenge (PKCE).",
  'refresh-unknown':
    'The refresh token is unknown, or what it was issued for was revoked: the person signed out, changed the password or withdrew access. The app must ask the person to sign in again.',
  'refresh-expired': 'The refresh token has expired. The app must ask the person to sign in again.',
  'refresh-used':
    'The refresh token was used before. Each works once. Everything issued for it was revoked, because somebody else may have it. If two processes of the app share it, let one of them refresh.',
  'grant-over':
    'What was allowed is over: the person withdrew it, signed out or changed the password, or it was too old.',
  'token-missing': 'No access token was sent.',
  'token-invalid': 'The access token is unknown, has expired or was revoked.',
  'token-scope': 'The access token lacks the scope openid.',
  other: "The request isn't a valid request of OAuth 2.1. The answer to the app says why.",
};

const parts: Readonly<Record<StepWith<'app-redirect'>['part'], string>> = {
  scheme: 'in its scheme',
  host: 'in its host',
  port: 'in its port',
  path: 'after the host',
  query: 'in its query',
  everything: 'from every registered one',
};

/** What a trail says of an app's request. */
export const appSentences = {
  'app-found': ({ known, app }: StepWith<'app-found'>) =>
    known ? `The app is ${app ?? 'known'}.` : 'No app has this client ID.',
  'app-redirect': ({ part, asked, registered }: StepWith<'app-redirect'>) => {
    const held = asked !== undefined && registered !== undefined ? `: "${asked}" is not "${registered}"` : '';
    return `The redirect address differs ${parts[part]}${held}.`;
  },
  'app-waits': ({ for: what }: StepWith<'app-waits'>) =>
    ({
      'sign-in': 'Waits until the person signs in.',
      confirmation: 'Waits until the person confirms who they are: the app asked for a fresh sign-in.',
      'second-factor':
        'Waits until the person confirms their second factor: the app asked for the level urn:latchkey:aal:2.',
      'add-second-factor':
        'Waits until the person adds a second factor: the app insists on the level urn:latchkey:aal:2 (acr as an essential claim), and the account has none.',
      consent: 'Waits until the person allows it.',
      'other-account': 'The app expects another account than the one that is signed in.',
    })[what],
  'app-told-less': () =>
    "The app prefers the level urn:latchkey:aal:2 (acr_values), which this session doesn't have. It is told urn:latchkey:aal:1.",
  'app-allowed': ({ by }: StepWith<'app-allowed'>) =>
    ({
      person: 'The person allowed it.',
      earlier: 'The person allowed it earlier.',
      operator: 'Nobody has to allow it: the app is your own.',
    })[by],
  'app-code': ({ state }: StepWith<'app-code'>) =>
    state === 'issued' ? 'The app got a code.' : 'The code was exchanged.',
  'app-tokens': ({ by }: StepWith<'app-tokens'>) =>
    ({
      code: 'The app got its tokens.',
      'refresh-token': 'The app got new tokens for its refresh token.',
      secret: 'The app got a token of its own.',
    })[by],
  'app-refused': ({ cause, resource }: StepWith<'app-refused'>) =>
    resource === undefined ? causes[cause] : `${causes[cause]} It sent "${resource}".`,
};

/** What the guide says of them. */
export const appExplanations = {
  'app-found': {
    title: 'App',
    rule: 'An app is known by its client ID, which is no secret.',
    why: '`latchkey apps list` shows all of them. Whoever knows the ID can send people here, but the answer goes to the registered address only.',
  },
  'app-redirect': {
    title: 'Redirect address',
    rule: 'The address that a person is sent back to must be registered, and is compared letter by letter (RFC 9700 section 2.1).',
    why: 'Otherwise somebody could have the code sent to a page of their own. A slash at the end counts, and so does the port; only native apps may choose the port of a loopback address.',
  },
  'app-waits': {
    title: 'Person asked',
    rule: 'An app learns nothing until the person has signed in here and allowed it.',
    why: 'The app never sees the password. It can ask for a fresh sign-in with `prompt=login` or `max_age`, and for a second factor with `acr_values`.',
  },
  'app-told-less': {
    title: 'Lower level',
    rule: 'An app may prefer a level without insisting on it. The ID token says which one it got (OpenID Connect Core section 3.1.2.1).',
    why: "The app asked by `acr_values`, and the account has no second factor, or no page was to be shown. An app that can't do without asks for `acr` as an essential claim.",
  },
  'app-allowed': {
    title: 'Access allowed',
    rule: 'What a person has allowed an app is remembered until they withdraw it on their account page.',
    why: 'A new password, a recovery and signing out everywhere end it too. An app with `--first-party` is not asked about.',
  },
  'app-code': {
    title: 'Code',
    rule: 'The app gets a code in the address, and exchanges it for tokens from its own server. It works once, for a minute.',
    why: 'A code that is used twice ends everything that was issued for it: one of the two had stolen it (RFC 6749 section 4.1.2).',
  },
  'app-tokens': {
    title: 'Tokens',
    rule: 'An ID token says who signed in, an access token opens what was allowed, and a refresh token gets new ones.',
    why: 'Each refresh token works once and is replaced. They all end with the session, unless the app asked for `offline_access`.',
  },
  'app-refused': {
    title: 'App refused',
    rule: 'A request of an app that breaks a rule of OAuth 2.1 is refused, and the app is told a code of the standard.',
    why: 'The standard has few codes for many reasons. The trail names the reason.',
  },
};
