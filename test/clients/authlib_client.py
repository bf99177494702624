"""Signs in to an app with Authlib: prints where the person has to go, reads where they were sent back to, prints what it learnt."""

import json
import sys

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from authlib.common.security import generate_token
from joserfc import jwt
from joserfc.jwk import KeySet

issuer, client_id, client_secret, redirect_uri = sys.argv[1:]
server = httpx.get(f"{issuer}/.well-known/openid-configuration").json()
client = OAuth2Client(
    client_id,
    client_secret,
    scope="openid profile email",
    redirect_uri=redirect_uri,
    code_challenge_method="S256",
)
verifier, nonce = generate_token(48), generate_token()
url, state = client.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
print(json.dumps(url), flush=True)

back = json.loads(sys.stdin.readline())
tokens = client.fetch_token(
    server["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier
)
keys = KeySet.import_key_set(httpx.get(server["jwks_uri"]).json())
claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
jwt.JWTClaimsRegistry(
    iss={"essential": True, "value": issuer},
    aud={"essential": True, "value": client_id},
    nonce={"essential": True, "value": nonce},
    exp={"essential": True},
).validate(claims)
told = client.get(server["userinfo_endpoint"]).json()
refreshed = client.refresh_token(server["token_endpoint"])
again = client.get(server["userinfo_endpoint"]).json()
client.revoke_token(server["revocation_endpoint"], token=refreshed["refresh_token"], token_type_hint="refresh_token")
ended = client.get(server["userinfo_endpoint"]).status_code
print(json.dumps({"sub": claims["sub"], "told": told, "again": again, "ended": ended}), flush=True)
