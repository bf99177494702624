import { nameIn, paste, type Software, scopes } from './software-facts.ts';

const authjsPath = /\/callback\/([^/]+)$/;

export const authjs: Software = {
  title: 'Auth.js',
  kinds: ['web'],
  canPkce: true,
  redirectPath: { pattern: authjsPath, usual: '/api/auth/callback/latchkey' },
  settings({ id, secret, issuer, siteName, redirect }) {
    const name = nameIn(redirect, authjsPath);
    // What Auth.js looks for by itself.
    const variable = name.toUpperCase().replaceAll('-', '_');
    return [
      paste(
        'Put this into .env.local',
        `
AUTH_${variable}_ID=${id}
AUTH_${variable}_SECRET=${secret}
AUTH_${variable}_ISSUER=${issuer}
`,
      ),
      paste(
        'Put this into auth.ts',
        `
import NextAuth from 'next-auth';

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: ${JSON.stringify(name)},
      name: ${JSON.stringify(siteName)},
      type: 'oidc',
      authorization: { params: { scope: '${scopes}' } },
      checks: ['pkce', 'state'],
    },
  ],
});
`,
      ),
      'AUTH_SECRET is the own secret of Auth.js. Create it once: npx auth secret',
    ].join('\n');
  },
};

const springPath = /\/login\/oauth2\/code\/([^/]+)$/;

export const spring: Software = {
  title: 'Spring',
  kinds: ['web'],
  canPkce: true,
  redirectPath: { pattern: springPath, usual: '/login/oauth2/code/latchkey' },
  settings({ id, secret, issuer, siteName, redirect }) {
    const name = JSON.stringify(nameIn(redirect, springPath));
    return [
      paste(
        'Put this into application.yml',
        `
spring:
  security:
    oauth2:
      client:
        registration:
          ${name}:
            client-name: ${JSON.stringify(siteName)}
            client-id: ${id}
            client-secret: ${secret}
            client-authentication-method: client_secret_basic
            authorization-grant-type: authorization_code
            redirect-uri: "{baseUrl}/login/oauth2/code/{registrationId}"
            scope: openid, profile, email
        provider:
          ${name}:
            issuer-uri: ${issuer}
`,
      ),
      'Spring Security 7 (Spring Boot 4) sends PKCE by itself. In an older one, set the authorization request customizer',
      'OAuth2AuthorizationRequestCustomizers.withPkce().',
    ].join('\n');
  },
};

export const openidClient: Software = {
  title: 'openid-client',
  kinds: ['web', 'spa', 'native'],
  canPkce: true,
  settings: ({ id, secret, issuer, redirect }) =>
    paste(
      'With openid-client 6',
      `
import { env } from 'node:process';
import * as client from 'openid-client';

const server = await client.discovery(
  new URL(${JSON.stringify(issuer)}),
  ${JSON.stringify(id)},
  undefined,
  ${secret === '' ? 'client.None()' : 'client.ClientSecretBasic(env.LATCHKEY_APP_SECRET)'},${issuer.startsWith('http:') ? '\n  { execute: [client.allowInsecureRequests] },' : ''}
);

// Keep these two in the session of your app, and send the browser to "url".
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const url = client.buildAuthorizationUrl(server, {
  redirect_uri: ${JSON.stringify(redirect)},
  scope: '${scopes}',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
});

// When the browser is back, "back" is the whole address that it came with.
export async function personOf(back) {
  const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(server, back, checks);
  return client.fetchUserInfo(server, tokens.access_token, tokens.claims().sub);
}
`,
    ),
};

export const generic: Software = {
  title: 'The app',
  kinds: ['web', 'spa', 'native', 'machine', 'device'],
  canPkce: true,
  settings: ({ id, secret, issuer, redirect }) =>
    paste(
      'Most software asks for some of these',
      `
Issuer:                  ${issuer}
Discovery URL:           ${issuer}/.well-known/openid-configuration
Authorization endpoint:  ${issuer}/oauth/authorize
Token endpoint:          ${issuer}/oauth/token
Userinfo endpoint:       ${issuer}/oauth/userinfo
JWKS endpoint:           ${issuer}/.well-known/jwks.json
Sign-out endpoint:       ${issuer}/oauth/logout
Client ID:               ${id}
Client secret:           ${secret === '' ? 'none' : secret}
Redirect URL:            ${redirect === '' ? 'none' : redirect}
Scopes:                  ${scopes}
Response type:           code
PKCE:                    S256
Username claim:          preferred_username
Email claim:             email
`,
    ),
};
