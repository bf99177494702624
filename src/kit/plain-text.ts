/** Whether a text is of printable ASCII alone, as every ID and every URI is (RFC 3986). */
export const isPlain = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** JSON in ASCII alone: whatever a client has put in, every database can keep it, also PostgreSQL in an encoding such as LATIN1. */
export const plainJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
