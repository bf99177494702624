import type { AdapterPayload } from 'oidc-provider';
import { type AppRow, appKinds, isUnregistered, metadataOf } from '../../operate/apps/index.ts';

/** What the provider is told of an app beside the metadata of RFC 7591. */
export const ownMetadata = [
  'latchkey_kind',
  'latchkey_first_party',
  'latchkey_pkce',
  'latchkey_unregistered',
  'latchkey_scopes',
  'latchkey_resource',
] as const;

/** An app as the provider knows it. Its secret is not in it: `isSecretOf` compares what is sent. */
export function toClient(app: AppRow, metadata = metadataOf(app)): AdapterPayload {
  const { grantTypes, hasSecret, applicationType, idTokenAlg } = appKinds[app.kind];
  const isAsked = grantTypes.includes('authorization_code');
  const bySecret = hasSecret && !metadata.jwks && metadata.jwks_uri === undefined;
  return {
    client_id: app.id,
    client_name: app.name,
    application_type: metadata.application_type ?? applicationType,
    grant_types: [...grantTypes],
    response_types: isAsked ? ['code'] : [],
    redirect_uris: isAsked ? [...(metadata.redirect_uris ?? [])] : [],
    post_logout_redirect_uris: [...(metadata.post_logout_redirect_uris ?? [])],
    token_endpoint_auth_method: bySecret ? 'client_secret_basic' : hasSecret ? 'private_key_jwt' : 'none',
    ...(bySecret && { client_secret: 'is kept as a hash, and compared with that' }),
    ...(metadata.jwks && { jwks: metadata.jwks }),
    ...(metadata.jwks_uri !== undefined && { jwks_uri: metadata.jwks_uri }),
    ...(metadata.backchannel_logout_uri !== undefined && {
      backchannel_logout_uri: metadata.backchannel_logout_uri,
      backchannel_logout_session_required: true,
    }),
    ...(metadata.scope !== undefined && { scope: metadata.scope }),
    id_token_signed_response_alg: metadata.id_token_signed_response_alg ?? idTokenAlg,
    latchkey_kind: app.kind,
    latchkey_first_party: app.first_party === 1,
    latchkey_pkce: app.pkce === 1,
    latchkey_unregistered: isUnregistered(app),
    ...(metadata.resource_scopes && { latchkey_scopes: metadata.resource_scopes }),
    ...(metadata.own_resource !== undefined && { latchkey_resource: metadata.own_resource }),
  };
}
