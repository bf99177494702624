/** Stands in the address of a request that goes on after somebody has signed in by a form. */
export const afterSignIn = 'latchkey_signed_in';

/** The page to sign in at, which leads on to the request of an app: a fresh sign-in answers `prompt=login` and `max_age=0`. */
export function signInThen(original: string, asked: Readonly<Record<string, unknown>> = {}): string {
  const url = new URL(original, 'http://localhost');
  // What was pushed lives for a minute, and somebody may take longer to sign in.
  if (url.searchParams.has('request_uri')) url.search = `${queryFrom(asked)}`;
  const prompts = (url.searchParams.get('prompt') ?? '').split(' ');
  const left = prompts.filter((one) => one !== 'login' && one !== 'select_account' && one !== '').join(' ');
  if (left === '') url.searchParams.delete('prompt');
  else url.searchParams.set('prompt', left);
  if (/^0+$/.test(url.searchParams.get('max_age') ?? '')) url.searchParams.delete('max_age');
  url.searchParams.set(afterSignIn, '1');
  return `/login?next=${encodeURIComponent(`${url.pathname}${url.search}`)}`;
}

/** The same request as GET, of a form that another site sent. Encoded anew: what a form holds may break the header of an answer. */
export function asGet(path: string, form: unknown): string {
  return `${path}?${new URLSearchParams(typeof form === 'string' ? form : '')}`;
}

/** The parameters of a request, as they come in an address; `resource` may come twice (RFC 8707 section 2). */
export function queryFrom(asked: Readonly<Record<string, unknown>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    for (const one of [value].flat()) if (typeof one === 'string') query.append(name, one);
  }
  return query;
}
