/** `localhost` and names under it (RFC 6761 section 6.3), 127.0.0.0/8 and ::1; IPv6 in brackets, as in addresses. */
export function isLoopbackHostname(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Whether a `Host` header names this machine to itself. */
export function isLoopbackHost(header: string | undefined): boolean {
  return isLoopbackHostname(hostnameOf(header ?? '') ?? '');
}

/** The name or address in a `Host` header, lower case and without the port; undefined when it holds none. */
export function hostnameOf(header: string): string | undefined {
  const url = `http://${header}`;
  return /^[^/\\?#@\s]+$/.test(header) && URL.canParse(url) ? new URL(url).hostname : undefined;
}
