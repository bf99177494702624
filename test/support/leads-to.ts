import type { Answer } from './browser-of.ts';

/** Where a form leads: past the page that looks whether the browser has kept the session, to what follows it. */
export function leadsTo({ headers: { location = '' } }: Pick<Answer, 'headers'>): string {
  const { pathname, searchParams } = new URL(location, 'http://localhost');
  return pathname === '/login/complete' ? (searchParams.get('next') ?? '') : location;
}
