import { createHash, randomBytes } from 'node:crypto';
import { demoApp } from '../../../operate/apps/index.ts';
import { paths } from '../settings.ts';
import { backPath } from './demo-client.ts';
import type { Run } from './run.ts';
import type { AppRequest } from './send.ts';

/** What the browser takes to this server, by name: OpenID Connect Core section 3.1.2.1, RFC 7636, RFC 8707. */
export function authorizationOf(run: Run, publicUrl: string): Readonly<Record<string, string>> {
  const { fault, scopes, prompt, resource } = run.choice;
  return {
    client_id: demoApp.id,
    redirect_uri: `${publicUrl}${backPath}${fault === 'redirect' ? '/' : ''}`,
    response_type: 'code',
    scope: ['openid', ...scopes].join(' '),
    state: run.state,
    nonce: run.nonce,
    ...(fault !== 'challenge' && {
      code_challenge: createHash('sha256').update(run.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
    ...(prompt !== '' && { prompt }),
    ...(resource !== '' && { resource }),
  };
}

export const authorizationPath = (run: Run, publicUrl: string): string =>
  `${paths.authorization}?${new URLSearchParams(authorizationOf(run, publicUrl))}`;

/** The code for tokens. */
export function codeRequest(run: Run, code: string, publicUrl: string): AppRequest {
  const { fault, resource } = run.choice;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${publicUrl}${backPath}`,
    code_verifier: fault === 'verifier' ? randomBytes(32).toString('base64url') : run.verifier,
    ...(resource !== '' && { resource }),
  };
  return byApp(run, paths.token, form);
}

/** A refresh token for new tokens. */
export function refreshRequest(run: Run, token: string): AppRequest {
  const { resource } = run.choice;
  const form = { grant_type: 'refresh_token', refresh_token: token, ...(resource !== '' && { resource }) };
  return byApp(run, paths.token, form);
}

export const introspectionRequest = (run: Run, token: string): AppRequest =>
  byApp(run, paths.introspection, { token });

export const revocationRequest = (run: Run, token: string): AppRequest =>
  byApp(run, paths.revocation, { token });

export const userinfoRequest = (token: string): AppRequest => ({
  method: 'GET',
  path: paths.userinfo,
  authorization: `Bearer ${token}`,
});

export const keysRequest: AppRequest = { method: 'GET', path: paths.jwks };

/** With the secret of the app (RFC 6749 section 2.3.1). */
function byApp({ secret, choice }: Run, path: string, form: Readonly<Record<string, string>>): AppRequest {
  const sent = choice.fault === 'secret' ? `${secret.slice(0, -4)}oops` : secret;
  const authorization = `Basic ${Buffer.from(`${demoApp.id}:${sent}`).toString('base64')}`;
  return { method: 'POST', path, authorization, form };
}
