import { hash, randomBytes } from 'node:crypto';
import { type Apps, redirectUri } from '../apps.ts';
import { tokenOf } from '../people.ts';

/** What an app has of somebody who has signed in to it. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

const browser =
  'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n' +
  'accept: text/html,application/xhtml+xml\r\naccept-language: en-GB,en;q=0.9\r\naccept-encoding: gzip, deflate, br, zstd\r\n' +
  'sec-fetch-site: cross-site\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\n';

const verifier = randomBytes(32).toString('base64url');

/** The request with which an app sends somebody here, as an address. */
function authorizePath({ web }: Apps): string {
  const query = new URLSearchParams({
    ...{ client_id: web.app.id, redirect_uri: redirectUri, response_type: 'code' },
    ...{ scope: 'openid profile email', state: 'as it was', nonce: 'once' },
    ...{ code_challenge: hash('sha256', verifier, 'base64url'), code_challenge_method: 'S256' },
  });
  return `/oauth/authorize?${query}`;
}

const cookieOf = (person: number) => `theme=dark; latchkey=${tokenOf(person)}`;

/** A person's browser, which an app has sent. */
export function authorizeRequest(apps: Apps, person: number): Buffer {
  return Buffer.from(
    `GET ${authorizePath(apps)} HTTP/1.1\r\nhost: 127.0.0.1\r\n${browser}cookie: ${cookieOf(person)}\r\n\r\n`,
  );
}

export function userinfoRequest({ access }: Tokens): Buffer {
  return Buffer.from(
    `GET /oauth/userinfo HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\nauthorization: Bearer ${access}\r\n\r\n`,
  );
}

/** A form that an app sends with its secret. */
export function formRequest(
  { app, secret = '' }: Apps['web'],
  path: string,
  fields: Readonly<Record<string, string>>,
): Buffer {
  const body = new URLSearchParams(fields).toString();
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\nauthorization: ${basic(app.id, secret)}\r\n` +
      `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** Signs a person in to an app, from the browser's request to the tokens. */
export async function signIn(port: number, apps: Apps, person: number): Promise<Tokens> {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { cookie: cookieOf(person) };
  const sent = await fetch(`${origin}${authorizePath(apps)}`, { headers, redirect: 'manual' });
  const code = new URL(sent.headers.get('location') ?? origin).searchParams.get('code');
  if (code === null) throw new Error(`Nobody was signed in: ${sent.status}.\n${await sent.text()}`);
  const { app, secret = '' } = apps.web;
  const answer = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    headers: { authorization: basic(app.id, secret) },
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
    }),
  });
  const tokens = (await answer.json()) as { access_token: string; refresh_token: string };
  return { access: tokens.access_token, refresh: tokens.refresh_token };
}

/** Signs a person out here, not in the app. */
export async function signOut(port: number, person: number): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { cookie: cookieOf(person), origin };
  const answer = await fetch(`${origin}/api/logout`, { method: 'POST', headers });
  if (!answer.ok) throw new Error(`Nobody was signed out: ${answer.status}.\n${await answer.text()}`);
}
