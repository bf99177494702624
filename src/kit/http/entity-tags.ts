import type { FastifyRequest } from 'fastify';

const listedTag = /[ \t]*(?:(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/y;

/** What servers in between add to a tag when they compress: `"v1-gzip"` (Apache), `"v1--gzip"` (Jetty), `"v1;br"`. */
const codingSuffix = /^(?:(?:--?|[;:+])(?:x-)?(?:gzip|br|zstd|deflate|compress))+$/i;

/** What a request says of the version it knows: the fields `If-Match` and `If-None-Match`. */
export interface Preconditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** Reads the preconditions of a request. */
export function preconditionsOf({ headers }: Pick<FastifyRequest, 'headers'>): Preconditions {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

/**
 * Tells whether a list of entity tags, or `*`, names this one, which exists and is strong. A field that is no such list
 * names nothing.
 *
 * Tags are compared without `W/` and without the suffix of a content coding. RFC 9110 section 13.1.1 asks for strong
 * comparison in `If-Match`, because a weak tag may stand for bytes that differ. Ours never does: it names one version of
 * one document, and it only comes back weak or with a suffix because a proxy compressed the answer. Strong comparison
 * would refuse every change made behind such a proxy (docs/decisions/0016-entity-tags.md).
 */
export function namesETag(field: string, etag: string): boolean {
  if (field.trim() === '*') return true;
  const start = etag.slice(0, -1);
  let matches = false;
  listedTag.lastIndex = 0;
  for (let at = 0; at < field.length; at = listedTag.lastIndex) {
    const [found, tag] = listedTag.exec(field) ?? [];
    if (found === undefined) return false;
    if (tag === undefined || !tag.startsWith(start)) continue;
    const rest = tag.slice(start.length, -1);
    if (rest === '' || codingSuffix.test(rest)) matches = true;
  }
  return matches;
}
