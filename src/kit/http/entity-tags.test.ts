import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesETag } from './entity-tags.ts';

const tag = '"v3.a-b_c"';
const with3 = (field: string) => field.replaceAll('v3', 'v3.a-b_c');

describe('a list of entity tags', () => {
  it.each([
    ...[
      '"v3"',
      '*',
      ' * ',
      '"v1", "v3"',
      '"v1","v3" ,"x,y"',
      ',, "v3"',
      '"v3",',
      '"a,b","v3"',
      '"x-gzip", "v3"',
    ],
    ...[
      'W/"v3"',
      'W/"v1", W/"v3"',
      '"v3-gzip"',
      'W/"v3-gzip"',
      '"v3--gzip"',
      '"v3-br"',
      '"v3;gzip"',
      '"v3:br"',
    ],
    ...['"v3-zstd"', '"v3-x-gzip"', '"v3-GZIP"', '"v3-gzip-gzip"', '"v3-deflate", "v1"'],
  ])('%s names version 3', (field) => {
    expect(namesETag(with3(field), tag)).toBe(true);
  });

  it.each([
    ...['', '"v2"', 'v3', 'w/"v3"', '"v3', 'v3"', '"V3"', "'v3'", '"v3" "v3"', '"v3";', '"v3", x', 'W/v3'],
    ...[
      '"v33"',
      '**',
      '*, "v2"',
      '"*"',
      '"x,"v3""',
      'W/ "v3"',
      'W/W/"v3"',
      'W/*',
      '"v3-"',
      '"v3gzip"',
      '"v3-gzipx"',
    ],
    ...['"v3-gzip"x', '"-gzip"', '"gzip"', '"v3-tar"', '"v2-gzip"', '"xv3"', '"v3"-gzip'],
  ])('%s does not name version 3', (field) => {
    expect(namesETag(with3(field), tag)).toBe(false);
  });

  it('names a tag when it holds it, and only then', () => {
    const tags = fc.nat({ max: 20 }).map((version) => `"v${version}"`);
    const worn = fc.constantFrom(
      (one: string) => one,
      (one: string) => `W/${one}`,
      (one: string) => `${one.slice(0, -1)}-gzip"`,
    );
    const listed = fc.array(fc.tuple(tags, worn), { maxLength: 8 });
    fc.assert(
      fc.property(listed, tags, fc.constantFrom(',', ', ', ' ,\t'), (list, wanted, comma) => {
        const field = list.map(([one, wear]) => wear(one)).join(comma);
        expect(namesETag(field, wanted)).toBe(list.some(([one]) => one === wanted));
      }),
    );
  });

  it('is read at once, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (field) => {
        expect(typeof namesETag(field, tag)).toBe('boolean');
      }),
    );
    expect(namesETag(`${' '.repeat(100_000)}x`, '"v1"')).toBe(false);
    expect(namesETag(`${',"a"'.repeat(10_000)}, "v1"`, '"v1"')).toBe(true);
    expect(namesETag(`"v1${'-gzip'.repeat(10_000)}x"`, '"v1"')).toBe(false);
  });
});
