import type { AppCause } from '../../../people/trails/index.ts';
import type { Refusal } from '../asking.ts';

/** What the provider says of a refusal, and what that means. A test holds that it does say so: the texts are its own. */
export const causesByText: Readonly<Record<string, AppCause>> = {
  'client not found': 'unknown-app',
  "redirect_uri did not match any of the client's registered redirect_uris": 'redirect',
  'Authorization Server policy requires PKCE to be used for this request': 'pkce-missing',
  'not supported value of code_challenge_method': 'pkce-plain',
  'code_challenge_method must be provided': 'pkce-plain',
  'code_challenge must be provided with code_challenge_method': 'pkce-missing',
  'requested scope is not allowed': 'scope',
  'unknown resource': 'resource-unknown',
  'request_uri is invalid, expired, or was already used': 'pushed-over',
  'End-User authentication could not be obtained': 'not-fresh',
  'login prompt was not resolved': 'not-fresh',
  'a second factor is required': 'no-second-factor',
  'id_token_hint and authenticated subject do not match': 'other-account',
  'requested subject could not be obtained': 'other-account',
  'the account has no second factor': 'acr-declined',
  'none of the requested acr values can be reached': 'acr-unknown',
  'scope contains invalid characters': 'scope',
  'authorization request has expired': 'request-expired',
  'interaction session not found': 'request-expired',
  'authorization session and cookie identifier mismatch': 'request-expired',
  'interaction session and authentication session mismatch': 'request-expired',
  'no client authentication mechanism provided': 'no-client-authentication',
  'the provided authentication mechanism does not match the registered client authentication method':
    'client-authentication-method',
  'invalid secret provided': 'wrong-secret',
  // All that is left of why the keys of an app couldn't be used.
  invalid_client_metadata: 'keys-unreachable',
  'requested grant type is not allowed for this client': 'grant-type',
  'unsupported grant_type requested': 'grant-type',
  'authorization code not found': 'code-unknown',
  'authorization code is expired': 'code-expired',
  'authorization code already consumed': 'code-used',
  'used at the same moment': 'code-used',
  'client mismatch': 'code-of-other-app',
  'authorization code redirect_uri mismatch': 'code-redirect',
  'code_verifier does not match code_challenge': 'wrong-verifier',
  'code_verifier must be provided': 'wrong-verifier',
  'refresh token not found': 'refresh-unknown',
  'refresh token is expired': 'refresh-expired',
  'refresh token already used': 'refresh-used',
  'grant not found': 'grant-over',
  'grant is expired': 'grant-over',
  'no access token provided': 'token-missing',
  'access token not found': 'token-invalid',
  'access token missing openid scope': 'token-scope',
};

/** The same by the code of the standard, where the text says no more. */
const causesByError: Readonly<Record<string, AppCause>> = {
  invalid_client: 'unknown-app',
  invalid_redirect_uri: 'redirect',
  unsupported_response_type: 'response-type',
  unauthorized_client: 'grant-type',
  unsupported_grant_type: 'grant-type',
  invalid_scope: 'scope',
  invalid_target: 'resource-not-granted',
  invalid_dpop_proof: 'proof',
  use_dpop_nonce: 'proof',
  temporarily_unavailable: 'waiting-too-many',
  login_required: 'not-signed-in',
  consent_required: 'not-allowed-yet',
  interaction_required: 'not-allowed-yet',
  access_denied: 'person-refused',
  unmet_authentication_requirements: 'acr-unknown',
  invalid_token: 'token-invalid',
  insufficient_scope: 'token-scope',
};

/** Why the provider refused a request. */
export function causeOf({ error, description, detail }: Refusal): AppCause {
  for (const text of [detail, description]) {
    const known = causesByText[text];
    if (known) return known;
    if (/^missing required parameter/.test(text)) return 'missing-parameter';
    if (/parameter must not be provided twice|parameters must not be provided twice/.test(text))
      return 'parameter-twice';
    if (/^code_(challenge|verifier) must/.test(text)) return 'pkce-format';
  }
  return causesByError[error] ?? 'other';
}
