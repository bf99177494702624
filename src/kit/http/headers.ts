/** Of answers that are not pages: nothing in them may be run, framed or kept (ASVS V3.4, V14.3.2). */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * The headers of every answer, whether a route, the framework or the HTTP parser writes it. A route may set stricter or
 * wider ones of its own. `baseUrl` is the public address: over https, browsers are told to stay there.
 */
export function headersOfAllAnswers(baseUrl: string): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': apiPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Other sites may not load what is here as an image or a script; CORS, which asks for an origin, is not touched.
    'cross-origin-resource-policy': 'same-origin',
    ...(baseUrl.startsWith('https:') && {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    }),
  };
}
