import {
  baseOf,
  iniValue,
  nameIn,
  needsEmail,
  paste,
  type Software,
  scopes,
  shellWord,
} from './software-facts.ts';

const grafanaPath = /\/login\/generic_oauth$/;

export const grafana: Software = {
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

export const gitea: Software = {
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

export const oauth2Proxy: Software = {
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

export const nextcloud: Software = {
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
