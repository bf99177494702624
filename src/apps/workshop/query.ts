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
  const fields = new Map<string, string>();
  const start = url.indexOf('?');
  for (const pair of start === -1 ? [] : url.slice(start + 1).split('&')) {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) return null;
    if (!fields.has(name)) fields.set(name, value);
  }
  return { username: fields.get('username'), password: fields.get('password'), data: fields.get('data') };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** Whether the query has a parameter of the workshop's, which no page's address has. */
export function isWorkshopQuery(url: string): boolean {
  return /[?&](username|password|data)(=|&|$)/.test(url);
}
