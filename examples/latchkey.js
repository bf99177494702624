/**
 * Everything a page needs to talk to Latchkey: `fetch`, the browser's cookie, and errors as the server sends them.
 * Copy it. It has no dependencies.
 */

/** An error from the server: decide by `code`, show `message`. `errors` says what's wrong with which field. */
export class Refusal extends Error {
  constructor({ status, code, detail, errors = [] }, retryAfter) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

/**
 * The server that this page talks to. It needs the page's own host name: to a browser, `localhost` and `127.0.0.1` are
 * two sites, and the cookie isn't sent from one to the other. Only an example takes the server from the page's address.
 * Yours has it in the code.
 */
export const server = new URLSearchParams(location.search).get('api') ?? `http://${location.hostname}:5000`;

export const register = (username, password, data) => call('POST', '/register', { username, password, data });
export const logIn = (username, password) => call('POST', '/login', { username, password });

/**
 * `register` and `logIn` return `status: "complete"` with the account, or `"more"` with the `attempt` and what may come
 * `next`: a second factor, or an email address to verify. This sends the answer to one step and returns the next.
 */
export const answer = (attempt, factor, body) => call('POST', `/login/${attempt}/${factor}`, body);

/** What a page can ask for itself. The rest (passkeys, a new password) works on the server's own page. */
export function waitsFor({ next }) {
  const names = next.map(({ factor }) => factor);
  if (names.includes('verify-email')) return 'email';
  return names.includes('totp') || names.includes('recovery-code') ? 'code' : 'page';
}

/** Six digits come from the authenticator app; anything else is a recovery code. */
export function answerCode({ attempt }, code) {
  return answer(attempt, /^\d{6}$/.test(code.replace(/\s/g, '')) ? 'totp' : 'recovery-code', { code });
}

export const logOut = () => call('POST', '/logout');

/** The account that's signed in to this browser, or null. */
export async function whoAmI() {
  try {
    return (await call('GET', '/session')).account;
  } catch (error) {
    if (error.code === 'not-signed-in') return null;
    throw error;
  }
}

/** The account's document and the tag of its version. */
export const readData = () => callForData('GET');

/** Replaces the document, or changes some of it (PATCH). Throws `stale-data` if it's no longer the version `etag`. */
export const replaceData = (data, etag) => callForData('PUT', data, etag);
export const patchData = (patch, etag) => callForData('PATCH', patch, etag);

/** The server's own page, where people sign in or continue, and come back. It also solves proofs of work. */
export const loginPage = () => `${server}/login?next=${encodeURIComponent(location.href)}`;

async function callForData(method, body, etag) {
  const response = await request(method, '/me/data', body, etag && { 'if-match': etag });
  return { data: await response.json(), etag: response.headers.get('etag') };
}

async function call(method, path, body) {
  const response = await request(method, path, body);
  return response.status === 204 ? undefined : response.json();
}

async function request(method, path, body, headers) {
  const hasBody = body !== undefined;
  const response = await fetch(`${server}/api${path}`, {
    method,
    credentials: 'include',
    headers: { ...(hasBody && { 'content-type': 'application/json' }), ...headers },
    ...(hasBody && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error(`No answer from ${server}. Is Latchkey running there?`);
  });
  if (response.ok) return response;
  throw new Refusal(await response.json(), Number(response.headers.get('retry-after')));
}
