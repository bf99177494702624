import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AuditDetail, canonicalDetail, storable } from './canonical.ts';

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const detail = fc.dictionary(fc.string({ unit: 'binary' }), value, { noNullPrototype: true });

test('equal facts have one spelling, in whatever order they are told', () => {
  fc.assert(
    fc.property(detail, fc.infiniteStream(fc.nat()), (facts, ranks) => {
      const shuffled = Object.entries(facts)
        .map((fact) => ({ fact, rank: ranks.next().value ?? 0 }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ fact }) => fact);
      expect(canonicalDetail(Object.fromEntries(shuffled) as AuditDetail)).toBe(canonicalDetail(facts));
    }),
  );
});

test('the spelling says the facts, is text that both databases store, and stays as it is', () => {
  fc.assert(
    fc.property(detail, (facts) => {
      const text = canonicalDetail(facts);
      const read = JSON.parse(text) as AuditDetail;
      // JSON has no -0.
      const plain = (one: AuditDetail) =>
        Object.entries(one).map(([name, fact]) => [name, fact === 0 ? 0 : fact]);
      expect(plain(read).sort()).toEqual(plain(facts).sort());
      expect(canonicalDetail(read)).toBe(text);
      expect(storable(text)).toBe(text);
    }),
  );
});
