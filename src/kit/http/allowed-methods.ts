import type { Route, RouteKind } from './route.ts';

/** Everything that a route takes; what Allow says where the request names no path. */
export const methodsOfRoutes = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** A path that has routes. */
export interface KnownPath {
  /** As its routes have it: `/api/login/:attempt/totp`. */
  readonly path: string;
  /** The value of `Allow`. */
  readonly allow: string;
  readonly kind?: RouteKind;
  readonly kindOfUnfit?: Route['kindOfUnfit'];
}

/**
 * Which methods each path takes. A route for every method that a path refuses would be a thousand; and a method that the
 * router doesn't know never reaches it.
 */
export class AllowedMethods {
  readonly #exact = new Map<string, KnownPath>();
  readonly #patterns: { segments: readonly string[]; known: KnownPath }[] = [];

  /** Its path may have parameters and end in `/*`. */
  add(known: KnownPath): void {
    const { path } = known;
    if (/[:*]/.test(path)) this.#patterns.push({ segments: path.split('/'), known });
    else this.#exact.set(path, known);
  }

  /** The path that the address of a request has; undefined when no route has it. */
  find(url: string): KnownPath | undefined {
    const path = decoded(url.split('?', 1)[0] ?? '');
    if (path === undefined) return undefined;
    const segments = path.split('/');
    return this.#exact.get(path) ?? this.#patterns.find((pattern) => fits(segments, pattern.segments))?.known;
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
