/** `Headers`, also those of Next.js, or of another realm. */
interface HeadersLike {
  get(name: string): string | null;
}

/** A request as frameworks hand it over: `Request`, or that of Node, Express and Fastify. */
export interface Asked {
  readonly method?: string | undefined;
  readonly headers: HeadersLike | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The value of a header, by its name in lower case; undefined for one that is missing or comes more than once. */
export function headerOf({ headers }: Asked, name: string): string | undefined {
  const value = isLike(headers) ? headers.get(name) : headers[name];
  return typeof value === 'string' ? value : undefined;
}

const isLike = (headers: Asked['headers']): headers is HeadersLike => typeof headers.get === 'function';

/** The token in `Authorization: Bearer …` (RFC 6750). */
export function bearerOf(request: Asked): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
}
