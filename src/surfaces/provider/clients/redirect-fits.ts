/**
 * Whether an address is one that is registered: letter by letter (RFC 9700 section 2.1). A native app listens on whatever port of this
 * machine is free, so with `127.0.0.1` and `[::1]` any port fits (RFC 8252 section 7.3). With `localhost`, which could lead elsewhere
 * (section 8.3), one does only where none is registered: no program listens on port 80, and well-known ones, such as Claude Code,
 * say `http://localhost/callback` and then take a random port. They would otherwise be refused.
 */
export function redirectFits(asked: string, registered: readonly string[], isNative: boolean): boolean {
  if (registered.includes(asked)) return true;
  const wanted = isNative ? loopbackIn(asked) : undefined;
  if (!wanted) return false;
  return registered.some((address) => {
    const known = loopbackIn(address);
    const isSame = known?.host === wanted.host && known.rest === wanted.rest;
    return isSame && (known.host !== 'localhost' || known.port === undefined);
  });
}

interface Loopback {
  readonly host: string;
  readonly port: string | undefined;
  /** Path and query, as they are written. */
  readonly rest: string;
}

function loopbackIn(address: string): Loopback | undefined {
  const [, host, port, rest = ''] =
    /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?((?:[/?][^#\\\s]*)?)$/.exec(address) ?? [];
  // What isn't a port makes no address.
  return host === undefined || !URL.canParse(address) ? undefined : { host, port, rest };
}
