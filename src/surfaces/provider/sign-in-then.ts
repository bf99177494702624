/** Stands in the address of a request that goes on after somebody has signed in by a form. */
export const afterSignIn = 'latchkey_signed_in';

/** The page to sign in at, which leads on to the request of an app: a fresh sign-in answers `prompt=login`. */
export function signInThen(original: string): string {
  const url = new URL(original, 'http://localhost');
  const prompts = (url.searchParams.get('prompt') ?? '').split(' ');
  const left = prompts.filter((one) => one !== 'login' && one !== 'select_account' && one !== '').join(' ');
  if (left === '') url.searchParams.delete('prompt');
  else url.searchParams.set('prompt', left);
  url.searchParams.set(afterSignIn, '1');
  return `/login?next=${encodeURIComponent(`${url.pathname}${url.search}`)}`;
}
