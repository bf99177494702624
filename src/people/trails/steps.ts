import { factorNames } from '../factor-names.ts';
import { appCauses } from './app/causes.ts';
import {
  address,
  addressPart,
  appName,
  count,
  type Field,
  flag,
  listOf,
  number,
  oneOf,
  operation,
  optional,
  origin,
  problemCode,
  providerId,
  resourceAddress,
} from './fields.ts';
import { providerFaults } from './provider/faults.ts';
import { answerReasons, browserErrors, fieldFaults, requestFields } from './reasons.ts';

const factor = oneOf(...factorNames);

/**
 * Every step that a trail can hold, with all that may be said of it. What is not here cannot be written down:
 * no text of a client (of a typed name, one unseen character at most), no secret, no length of a password, no code, no token, no mail address.
 */
export const stepFields = {
  received: { format: oneOf('json', 'form', 'query', 'link'), address },
  'limit-read': {
    by: oneOf('account', 'device', 'address', 'attempt'),
    failures: count,
    of: count,
    counts: optional(
      oneOf(
        'registrations',
        'recoveries',
        'logins by passkey',
        'logins by provider',
        'codes by mail',
        'wrong links',
        'codes',
      ),
    ),
    waitSeconds: optional(count),
    disabled: optional(flag),
  },
  'limit-counted': {
    by: oneOf('account', 'device', 'address', 'attempt'),
    failures: count,
    of: count,
    counts: optional(oneOf('codes')),
    waitSeconds: optional(count),
  },
  'proof-of-work': {
    state: oneOf(
      'not-asked',
      'asked',
      'accepted',
      'refused',
      'spent-twice',
      'waited',
      'wait-early',
      'wait-void',
    ),
  },
  'name-typed': { character: count, place: oneOf('inside', 'around') },
  'account-looked-up': { by: oneOf('username', 'email', 'passkey'), found: flag },
  'account-closed': { state: oneOf('disabled', 'deleted') },
  'device-checked': { known: flag },
  'hash-queued': { ahead: count },
  'password-verified': { m: count, t: count, p: count, wraps: oneOf('nothing', 'md5'), match: flag },
  'hash-checked': { state: oneOf('up-to-date', 'rehashed') },
  'password-weak': {},
  'second-factor-asked': { factors: listOf(...factorNames) },
  'factor-answered': {
    factor,
    ok: flag,
    reason: optional(oneOf(...answerReasons)),
    lateSeconds: optional(number),
    left: optional(count),
    since: optional(count),
    aheadSeconds: optional(count),
    browserAheadSeconds: optional(number),
  },
  'browser-refused': { error: oneOf(...browserErrors), seconds: count, adding: optional(flag) },
  'must-do-asked': { step: oneOf('new-password', 'verify-email', 'add-second-factor') },
  'factor-added': { factor },
  attempt: {
    state: oneOf('begun', 'expired', 'complete', 'gone', 'not-asked', 'foreign', 'without-cookie', 'unnamed'),
  },
  'login-code': { state: oneOf('sent', 'no-address', 'too-many') },
  'verification-code': { state: oneOf('sent', 'too-many') },
  'session-opened': {
    aal: oneOf(1, 2, 3),
    amr: listOf('pwd', 'otp', 'hwk', 'swk', 'user', 'kba', 'email', 'fed', 'mfa'),
  },
  'cookie-given': {
    name: oneOf('latchkey', '__Host-latchkey'),
    secure: flag,
    maxAgeSeconds: optional(count),
  },
  'cookie-at-risk': { fault: oneOf('insecure', 'other-site') },
  'sessions-ended': {
    count,
    why: oneOf('replaced', 'too-many', 'password-changed', 'recovered'),
  },
  'mail-queued': { kind: oneOf('prove-email', 'email-taken', 'recover', 'notice', 'new-device') },
  'form-sent': { operation },
  'session-missing': {
    reason: oneOf(
      'unknown',
      'idle',
      'absolute',
      'too-many',
      'signed-out',
      'ended',
      'password-changed',
      'factors-changed',
      'by-admin',
    ),
  },
  refused: {
    problem: problemCode,
    faults: optional(count),
    field: optional(oneOf(...requestFields)),
    fault: optional(oneOf(...fieldFaults)),
  },
  'name-checked': {
    ok: flag,
    reason: optional(
      oneOf(
        'too-short',
        'too-long',
        'characters',
        'reserved',
        'mixed-scripts',
        'looks-reserved',
        'imitates',
        'taken',
      ),
    ),
  },
  'password-judged': {
    ok: flag,
    reason: optional(
      oneOf(
        'malformed',
        'too-short',
        'too-long',
        'common',
        'is-username',
        'is-site-name',
        'repeated',
        'run',
        'variation',
      ),
    ),
  },
  'not-admitted': { cause: oneOf('closed', 'invited', 'domain-blocked', 'domain-not-allowed') },
  invitation: {
    state: oneOf('accepted', 'used', 'revoked', 'expired', 'unknown', 'other-address', 'has-account'),
  },
  'provider-asked': { provider: providerId, for: oneOf('sign-in', 'link', 'verify') },
  'provider-answered': { provider: providerId, ok: flag, fault: optional(oneOf(...providerFaults)) },
  'identity-looked-up': {
    provider: providerId,
    state: oneOf('known', 'new', 'has-account', 'no-new-accounts', 'taken', 'linked', 'other-account'),
  },
  'account-created': {},
  'password-set': {},
  'recovery-link': { state: oneOf('asked', 'no-owner', 'too-many', 'used', 'expired') },
  email: { state: oneOf('proved', 'taken', 'expired') },
  'link-refused': {
    purpose: oneOf('verify-email', 'recover'),
    state: oneOf(
      'used',
      'newer-link',
      'other-link-used',
      'account-changed',
      'expired',
      'other-purpose',
      'gone',
      'cut',
      'unknown',
    ),
    at: optional(count),
  },
  'proof-renewed': { factor: oneOf(...factorNames, 'identity') },
  'refused-early': {
    cause: oneOf(
      'origin',
      'own-other-address',
      'plain-http',
      'unnamed-origin',
      'preflight',
      'preflight-headers',
      'host',
      'schema',
      'empty-body',
      'malformed-body',
      'malformed',
      'content-type',
      'not-an-object',
      'workshop',
      'compressed',
      'too-large',
      'form-owner',
    ),
    origin: optional(origin),
    field: optional(oneOf(...requestFields)),
    fault: optional(oneOf(...fieldFaults)),
  },
  'database-trouble': {
    trouble: oneOf('unreachable', 'refused', 'tls', 'read-only', 'full', 'busy', 'failing'),
  },
  'pepper-differs': { state: oneOf('missing', 'other') },
  'password-hashed': { of: oneOf('new', 'nobody') },
  'common-passwords-loaded': {},
  'password-in-url': {},
  'verification-needed': {
    needs: oneOf(1, 2),
    by: oneOf('sign-in', 'confirmation', 'second-factor', 'nothing'),
    seconds: count,
  },
  'app-found': { known: flag, app: optional(appName) },
  'app-redirect': {
    part: oneOf('scheme', 'host', 'port', 'path', 'query', 'everything'),
    asked: optional(addressPart),
    registered: optional(addressPart),
  },
  'app-waits': {
    for: oneOf('sign-in', 'confirmation', 'second-factor', 'add-second-factor', 'consent', 'other-account'),
  },
  'app-told-less': {},
  'app-allowed': { by: oneOf('person', 'earlier', 'operator') },
  'app-code': { state: oneOf('issued', 'redeemed') },
  'app-tokens': { by: oneOf('code', 'refresh-token', 'secret') },
  'app-refused': { cause: oneOf(...appCauses), resource: optional(resourceAddress) },
  'unexpected-error': {},
  'steps-left-out': { count },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Field<unknown, boolean>>>>>;

export type StepCode = keyof typeof stepFields;

type ValueOf<Of> = Of extends Field<infer Value, boolean> ? Value : never;
type Fields = Readonly<Record<string, Field<unknown, boolean>>>;
type RequiredName<Of extends Fields> = {
  [Name in keyof Of]: Of[Name]['optional'] extends true ? never : Name;
}[keyof Of];
type StepOf<Code extends StepCode, Of extends Fields> = Readonly<
  { code: Code } & { [Name in RequiredName<Of>]: ValueOf<Of[Name]> } & {
    [Name in Exclude<keyof Of, RequiredName<Of>>]?: ValueOf<Of[Name]> | undefined;
  }
>;

/** One thing that happened on the way, by its `code`. */
export type Step = { [Code in StepCode]: StepOf<Code, (typeof stepFields)[Code]> }[StepCode];

/** A step and how long it took: milliseconds since the one before it, to a tenth. */
export type TimedStep = Step & { readonly ms: number };

/** The step with a given code. */
export type StepWith<Code extends StepCode> = Extract<Step, { code: Code }>;

/** The same for whoever looks them up: to list an object's entries anew for each step took longer than to read them. */
const fieldsByCode: ReadonlyMap<string, [string, Field<unknown, boolean>][]> = new Map(
  Object.entries(stepFields).map(([code, fields]) => [code, Object.entries(fields)]),
);

/**
 * A step with nothing but its allowed fields, whatever else the value carries; undefined when it is none.
 * Both what is noted and what is read from the database go through here.
 */
export function readStep(value: unknown): Step | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code } = value as { code?: unknown };
  const fields = typeof code === 'string' ? fieldsByCode.get(code) : undefined;
  if (!fields) return undefined;
  const step: Record<string, unknown> = { code };
  for (const [name, { optional, read }] of fields) {
    const given = Object.hasOwn(value, name) ? read((value as Record<string, unknown>)[name]) : undefined;
    if (given !== undefined) step[name] = given;
    else if (!optional) return undefined;
  }
  return step as Step;
}
