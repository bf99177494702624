/** Everything that a route takes; what Allow says where the request names no path. */
export const methodsOfRoutes = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** Which methods each path takes, also for requests that never reach the router: a method that it does not know. */
export class AllowedMethods {
  readonly #exact = new Map<string, string>();
  readonly #patterns: { segments: readonly string[]; allow: string }[] = [];

  /** `path` may have parameters (`/api/login/:attempt/totp`) and end in `/*`; `allow` is the value of `Allow`. */
  add(path: string, allow: string): void {
    if (/[:*]/.test(path)) this.#patterns.push({ segments: path.split('/'), allow });
    else this.#exact.set(path, allow);
  }

  /** The value of `Allow` for the address of a request; undefined when no route has that path. */
  find(url: string): string | undefined {
    const path = decoded(url.split('?', 1)[0] ?? '');
    if (path === undefined) return undefined;
    const segments = path.split('/');
    return this.#exact.get(path) ?? this.#patterns.find((pattern) => fits(segments, pattern.segments))?.allow;
  }
}

function fits(segments: readonly string[], pattern: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '*';
  if (isOpen ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((part, at) => part === segments[at] || /^[:*]/.test(part));
}

function decoded(path: string): string | undefined {
  try {
    return decodeURI(path);
  } catch {
    return undefined;
  }
}
