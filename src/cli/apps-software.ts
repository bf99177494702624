import type { AppKind } from '../operate/apps/index.ts';

/** What has to be put into a piece of software. */
export interface SettingsFacts {
  readonly id: string;
  /** Empty for an app that has none. */
  readonly secret: string;
  /** The address of this server. */
  readonly issuer: string;
  readonly siteName: string;
  /** Fits `redirectPath`. */
  readonly redirect: string;
  readonly logoutRedirect: string | undefined;
}

/** Software that people sign in to, and how it is told of this server. */
export interface Software {
  readonly title: string;
  readonly kinds: readonly AppKind[];
  /** Whether it can send a code challenge. */
  readonly canPkce: boolean;
  /** Where it is sent back to; undefined where whoever wrote it chose. */
  readonly redirectPath?: { readonly pattern: RegExp; readonly usual: string };
  settings(facts: SettingsFacts): string;
}

const scopes = 'openid profile email';

const needsEmail = 'People need a verified email address to sign in to it.';

/** `Where:` a heading above what is pasted. */
const paste = (where: string, text: string): string => `${where}:\n\n${text.trim()}\n`;

/** A word that a shell takes as it is. */
const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A value of an ini file, where `;` and `#` begin a comment. */
const iniValue = (text: string): string =>
  /^[\p{L}\p{N} .,_-]+$/u.test(text) ? text : `\`${text.replaceAll('`', "'")}\``;

/** The address of the software itself: what stands before the path that it is sent back to. */
function baseOf(redirect: string, path: RegExp): string {
  const { origin, pathname } = new URL(redirect);
  return `${origin}${pathname.replace(path, '')}`;
}

/** The name that stands in a redirect address, as the software was given it. */
const nameIn = (redirect: string, pattern: RegExp): string =>
  decodeURIComponent(pattern.exec(new URL(redirect).pathname)?.[1] ?? 'latchkey');

const grafanaPath = /\/login\/generic_oauth$/;

const grafana: Software = {
  title: 'Grafana',
  kinds: ['web'],
  canPkce: true,
  redirectPath: { pattern: grafanaPath, usual: '/login/generic_oauth' },
  settings: ({ id, secret, issuer, siteName, redirect, logoutRedirect }) =>
    [
      paste(
        'Put this into grafana.ini and restart Grafana',
        `
[server]
root_url = ${baseOf(redirect, grafanaPath)}/

[auth]
${logoutRedirect === undefined ? '' : `signout_redirect_url = ${issuer}/oauth/logout?client_id=${id}&post_logout_redirect_uri=${encodeURIComponent(logoutRedirect)}\n`}
[auth.generic_oauth]
enabled = true
name = ${iniValue(siteName)}
client_id = ${id}
client_secret = ${secret}
scopes = ${scopes}
auth_url = ${issuer}/oauth/authorize
token_url = ${issuer}/oauth/token
api_url = ${issuer}/oauth/userinfo
use_pkce = true
allow_sign_up = true
login_attribute_path = preferred_username
name_attribute_path = preferred_username
email_attribute_path = email
`.replace('[auth]\n\n', ''),
      ),
      `${needsEmail} Then open ${baseOf(redirect, grafanaPath)}/login and choose "Sign in with ${siteName}".`,
    ].join('\n'),
};

const giteaPath = /\/user\/oauth2\/([^/]+)\/callback$/;

const gitea: Software = {
  title: 'Gitea',
  kinds: ['web'],
  canPkce: false,
  redirectPath: { pattern: giteaPath, usual: '/user/oauth2/latchkey/callback' },
  settings: ({ id, secret, issuer, redirect }) =>
    [
      paste(
        'In Gitea, open Site Administration > Identity & Access > Authentication Sources > Add Authentication Source, and fill in',
        `
Authentication Type:                 OAuth2
Authentication Name:                 ${nameIn(redirect, giteaPath)}
OAuth2 Provider:                     OpenID Connect
Client ID (Key):                     ${id}
Client Secret:                       ${secret}
OpenID Connect Auto Discovery URL:   ${issuer}/.well-known/openid-configuration
Additional Scopes:                   profile email
`,
      ),
      paste(
        'To create accounts with the same username at the first sign-in, put this into app.ini and restart Gitea',
        `
[oauth2_client]
ENABLE_AUTO_REGISTRATION = true
USERNAME = nickname
`,
      ),
      `${needsEmail} Then open ${baseOf(redirect, giteaPath)}/user/login.`,
    ].join('\n'),
};

const oauth2ProxyPath = /\/oauth2\/callback$/;

const oauth2Proxy: Software = {
  title: 'oauth2-proxy',
  kinds: ['web'],
  canPkce: true,
  redirectPath: { pattern: oauth2ProxyPath, usual: '/oauth2/callback' },
  settings: ({ id, secret, issuer, siteName, redirect }) =>
    [
      paste(
        'Start oauth2-proxy with these flags, and with --upstream and --http-address as you need them',
        `
oauth2-proxy \\
  --provider=oidc \\
  --provider-display-name=${shellWord(siteName)} \\
  --oidc-issuer-url=${issuer} \\
  --client-id=${id} \\
  --client-secret=${secret} \\
  --redirect-url=${shellWord(redirect)} \\
  --scope='${scopes}' \\
  --code-challenge-method=S256 \\
  --email-domain='*' \\
  --cookie-secret="$COOKIE_SECRET"
`,
      ),
      `COOKIE_SECRET is oauth2-proxy's own. Create it once: openssl rand -base64 32 | tr -- '+/' '-_'`,
      '',
      needsEmail,
    ].join('\n'),
};

const nextcloudPath = /(\/index\.php)?\/apps\/user_oidc\/code$/;

const nextcloud: Software = {
  title: 'Nextcloud',
  kinds: ['web'],
  canPkce: true,
  redirectPath: { pattern: nextcloudPath, usual: '/apps/user_oidc/code' },
  settings: ({ id, secret, issuer, siteName, redirect }) =>
    [
      paste(
        "Run this in Nextcloud's folder, as the user of its web server",
        `
php occ app:install user_oidc
php occ config:system:set user_oidc enrich_login_id_token_with_userinfo --type=boolean --value=true
php occ user_oidc:provider ${shellWord(siteName)} \\
  --clientid=${id} \\
  --clientsecret=${secret} \\
  --discoveryuri=${issuer}/.well-known/openid-configuration \\
  --scope='${scopes}' \\
  --mapping-uid=preferred_username \\
  --mapping-display-name=preferred_username \\
  --mapping-email=email \\
  --unique-uid=0
`,
      ),
      `Then open ${baseOf(redirect, nextcloudPath)}/login and choose "Log in with ${siteName}". A person with the username of an`,
      'existing Nextcloud user signs in as that user. To keep them apart, leave out --unique-uid=0.',
    ].join('\n'),
};

const authjsPath = /\/callback\/([^/]+)$/;

const authjs: Software = {
  title: 'Auth.js',
  kinds: ['web'],
  canPkce: true,
  redirectPath: { pattern: authjsPath, usual: '/api/auth/callback/latchkey' },
  settings: ({ id, secret, issuer, siteName, redirect }) =>
    [
      paste(
        'Put this into .env.local',
        `
AUTH_LATCHKEY_ID=${id}
AUTH_LATCHKEY_SECRET=${secret}
`,
      ),
      paste(
        'Put this into auth.ts',
        `
import NextAuth from 'next-auth';

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: ${JSON.stringify(nameIn(redirect, authjsPath))},
      name: ${JSON.stringify(siteName)},
      type: 'oidc',
      issuer: ${JSON.stringify(issuer)},
      clientId: process.env.AUTH_LATCHKEY_ID,
      clientSecret: process.env.AUTH_LATCHKEY_SECRET,
      authorization: { params: { scope: '${scopes}' } },
      checks: ['pkce', 'state'],
      // Name and email come from the userinfo endpoint.
      idToken: false,
      profile: ({ sub, preferred_username, email }) => ({ id: sub, name: preferred_username, email }),
    },
  ],
});
`,
      ),
      'AUTH_SECRET is the own secret of Auth.js. Create it once: npx auth secret',
    ].join('\n'),
};

const springPath = /\/login\/oauth2\/code\/([^/]+)$/;

const spring: Software = {
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

const openidClient: Software = {
  title: 'openid-client',
  kinds: ['web', 'spa', 'native'],
  canPkce: true,
  settings: ({ id, secret, issuer, redirect }) =>
    paste(
      'With openid-client 6',
      `
import * as client from 'openid-client';

const server = await client.discovery(
  new URL(${JSON.stringify(issuer)}),
  ${JSON.stringify(id)},
  undefined,
  ${secret === '' ? 'client.None()' : 'client.ClientSecretBasic(process.env.LATCHKEY_APP_SECRET)'},${issuer.startsWith('http:') ? '\n  { execute: [client.allowInsecureRequests] },' : ''}
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

const generic: Software = {
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

const software: Readonly<Record<string, Software>> = {
  grafana,
  gitea,
  'oauth2-proxy': oauth2Proxy,
  nextcloud,
  authjs,
  spring,
  'openid-client': openidClient,
  generic,
};

/** The values of `--for`. */
export const softwareNames: readonly string[] = Object.keys(software);

/** By a value of `--for`, which the command line has checked. */
export function softwareNamed(name: string): Software {
  const found = software[name];
  if (!found) throw new Error(`No software is called ${name}.`);
  return found;
}
