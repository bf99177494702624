import type { OutboundCause } from '../../kit/outbound/index.ts';
import type { ProviderFault } from '../trails/index.ts';

/** A provider that couldn't be asked. */
export class Unreachable extends Error {
  readonly why: OutboundCause;
  readonly host: string;
  constructor(why: OutboundCause, host: string) {
    super(why);
    this.why = why;
    this.host = host;
  }
}

/** A provider whose answer says nothing that can be used. */
export class Malformed extends Error {
  readonly what: 'response' | 'subject' | 'auth-time' | 'token' | 'issuer';
  constructor(what: Malformed['what']) {
    super(what);
    this.what = what;
  }
}

interface Thrown {
  readonly code?: string;
  readonly error?: string;
  readonly cause?: unknown;
}

/** What was wrong, by what openid-client throws. Undefined for what nobody expected. */
export function faultOf(error: unknown): ProviderFault | undefined {
  if (error instanceof Malformed) return error.what;
  const causes = [...causesOf(error)];
  if (causes.some((one) => one instanceof Unreachable)) return 'unreachable';
  const [first] = causes as Thrown[];
  if (first?.error !== undefined) return ofOauthError(String(first.error), first.code);
  for (const { code } of causes as Thrown[]) {
    const fault = ofCode(code, causes);
    if (fault) return fault;
  }
  return undefined;
}

function* causesOf(error: unknown): Generator<unknown> {
  for (let one = error, depth = 0; typeof one === 'object' && one !== null && depth < 5; depth += 1) {
    yield one;
    one = (one as Thrown).cause;
  }
}

/** The errors of RFC 6749 §4.1.2.1 come with the person, those of §5.2 from the token endpoint. */
function ofOauthError(error: string, code: string | undefined): ProviderFault {
  if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR') {
    return ['access_denied', 'user_cancelled_authorize', 'consent_required'].includes(error)
      ? 'cancelled'
      : 'provider-error';
  }
  if (['invalid_client', 'unauthorized_client', 'incorrect_client_credentials'].includes(error))
    return 'client-refused';
  if (['invalid_grant', 'bad_verification_code', 'redirect_uri_mismatch'].includes(error))
    return 'code-refused';
  return 'provider-error';
}

const claimFaults: Readonly<Record<string, ProviderFault>> = {
  iss: 'issuer',
  // What a provider says of itself names it so.
  issuer: 'issuer',
  aud: 'audience',
  azp: 'audience',
  nonce: 'nonce',
  auth_time: 'auth-time',
  sub: 'subject',
};

function ofCode(code: string | undefined, causes: readonly unknown[]): ProviderFault | undefined {
  const said = causes.flatMap((one) => {
    const { claim, attribute } = one as { claim?: string; attribute?: string };
    return claim ?? attribute ?? [];
  });
  const claim = said.map((name) => claimFaults[name]).find((one) => one !== undefined);
  switch (code) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return claim ?? 'token';
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return claim === 'auth-time' ? claim : 'out-of-date';
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'signature';
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
      return 'response';
    case 'OAUTH_INVALID_RESPONSE':
      return ofResponse(causes);
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return 'token';
    case 'OAUTH_TIMEOUT':
    case 'OAUTH_ABORT':
      return 'unreachable';
    default:
      return undefined;
  }
}

/** What is wrong with an answer, by what openid-client keeps beside its sentence. */
function ofResponse(causes: readonly unknown[]): ProviderFault {
  const has = (name: string) => causes.some((one) => Object.hasOwn(one as object, name));
  if (has('signature')) return 'signature';
  // `iss` beside the code (RFC 9207).
  return has('expected') && has('parameters') ? 'issuer' : 'token';
}
