import { readFormData } from '../../kit/http/index.ts';

/** The parameters of a workshop request, decoded exactly; undefined for one that is missing. */
export interface WorkshopQuery {
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly data: string | undefined;
}

/**
 * Reads the query the way the workshop's server did: `+` is a space, the first of several counts.
 * Answers null when the bytes are not UTF-8, since replacing them would give back other data than was sent.
 */
export function readWorkshopQuery(url: string): WorkshopQuery | null {
  const start = url.indexOf('?');
  const fields = readFormData(start === -1 ? '' : url.slice(start + 1));
  if (fields === null) return null;
  const first = (wanted: string) => fields.find(([name]) => name === wanted)?.[1];
  return { username: first('username'), password: first('password'), data: first('data') };
}

/** Whether the query has a parameter of the workshop's, which no page's address has. */
export function isWorkshopQuery(url: string): boolean {
  return /[?&](username|password|data)(=|&|$)/.test(url);
}
