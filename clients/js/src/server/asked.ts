/** A request as frameworks hand it over: `Request`, or that of Node, Express and Fastify. */
export interface Asked {
  readonly method?: string | undefined;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The value of a header, by its name in lower case; undefined for one that is missing or comes more than once. */
export function headerOf({ headers }: Asked, name: string): string | undefined {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The token in `Authorization: Bearer …` (RFC 6750). */
export function bearerOf(request: Asked): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
}
