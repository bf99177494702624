/** Reads the one cookie that is asked for, without parsing the rest. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  for (let start = 0; start < header.length; ) {
    let end = header.indexOf(';', start);
    if (end === -1) end = header.length;
    const equals = header.indexOf('=', start);
    if (equals !== -1 && equals < end && header.slice(start, equals).trim() === name) {
      return header.slice(equals + 1, end).trim();
    }
    start = end + 1;
  }
  return undefined;
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
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}
