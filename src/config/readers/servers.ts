export const encodingHint =
  'Percent-encode special characters in the username and password: / is %2F, # is %23, ? is %3F, % is %25, @ is %40, : is %3A, [ is %5B, ] is %5D';

/**
 * A raw `/`, `?` or `#` in a password ends the host there. The rest of the password would become a database name, an
 * option or a fragment, and be printed. The `@` after the password reveals this.
 */
export function isDatabase(value: unknown): value is string {
  if (typeof value !== 'string' || /\p{Cc}/u.test(value) || !URL.canParse(value)) return false;
  const { protocol, pathname, search, hash } = new URL(value);
  return (
    /^postgres(ql)?:$/.test(protocol) &&
    hash === '' &&
    !`${pathname}${search}`.includes('@') &&
    isEncoded(value)
  );
}

export function isMailServer(value: unknown): boolean {
  if (typeof value !== 'string' || /[\p{Cc}\s]/u.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  const rest = `${pathname.replace(/^\/$/, '')}${search}${hash}`;
  return /^smtps?:$/.test(protocol) && hostname !== '' && rest === '' && isEncoded(value);
}

/** Whether each `%` starts an encoded character. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
