/**
 * Reads the one cookie that is asked for, without parsing the rest. Of several of its name the first that `isMeant`
 * counts: whoever may set cookies for a part of this host's name could else put one before ours, and log people out.
 */
export function readCookie(
  header: string | undefined,
  name: string,
  isMeant?: (value: string) => boolean,
): string | undefined {
  return readCookies(header, name, 1, isMeant)[0];
}

/** The same for who can only tell later which of them counts: at most `most`, in the order of the header. */
export function readCookies(
  header: string | undefined,
  name: string,
  most: number,
  isMeant?: (value: string) => boolean,
): string[] {
  const values: string[] = [];
  if (header === undefined) return values;
  for (let start = 0; start < header.length; ) {
    let end = header.indexOf(';', start);
    if (end === -1) end = header.length;
    const equals = header.indexOf('=', start);
    if (equals !== -1 && equals < end && trimmed(header, start, equals) === name) {
      const value = trimmed(header, equals + 1, end);
      if (!isMeant || isMeant(value)) values.push(value);
      if (values.length === most) return values;
    }
    start = end + 1;
  }
  return values;
}

/**
 * Takes off spaces and tabs alone, as RFC 6265 has it. `trim()` takes off U+00A0 too, and `\xa0__Host-name` is a
 * cookie that a browser lets any host of the same site set.
 */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

export interface CookieOptions {
  readonly secure: boolean;
  /** Whole seconds; without it the cookie ends with the browser's session. */
  readonly maxAge?: number;
}

/** A `Set-Cookie` value: HttpOnly, SameSite=Lax, Path=/ (ASVS V3.3). */
export function cookie(name: string, value: string, { secure, maxAge }: CookieOptions): string {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${age}`;
}

/** `__Host-` binds a cookie to this very host over https (ASVS V3.3.1); on plain http a browser would drop it. */
export function cookieName<const Name extends string>(name: Name, secure: boolean): Name | `__Host-${Name}` {
  return secure ? `__Host-${name}` : name;
}
