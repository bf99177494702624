import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../kit/json.ts';
import { mergePatch } from './merge-patch.ts';

const json = fc.json({ maxDepth: 4 }).map((text) => JSON.parse(text) as JsonValue);

/** Names that every object inherits, and one that is a setter: to a document they are names like others. */
const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

/** Objects in one another whose keys are mostly those names. As text, since a literal would not hold them. */
const { value: hostile } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', '1', '"x"', '[]'),
    fc
      .dictionary(fc.constantFrom(...inherited, 'a'), tie('value'), { maxKeys: 4, noNullPrototype: true })
      .map((object) => `{${Object.entries(object).map(([key, text]) => `${JSON.stringify(key)}:${text}`)}}`),
  ),
}));

/** RFC 7396 section 2 word for word. */
function byTheBook(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const members = new Map(isObject ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, byTheBook(members.get(name), value));
  }
  return Object.fromEntries(members);
}

describe('a merge patch (RFC 7396)', () => {
  it.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', 'null', 'null'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('makes of %s by %s what the appendix says', (target, patch, result) => {
    expect(mergePatch(JSON.parse(target), JSON.parse(patch))).toEqual(JSON.parse(result));
  });

  it('does what the section 1 example shows', () => {
    const target = {
      title: 'Goodbye!',
      author: { givenName: 'John', familyName: 'Doe' },
      tags: ['example', 'sample'],
      content: 'This will be unchanged',
    };
    const patch = {
      title: 'Hello!',
      phoneNumber: '+01-123-456-7890',
      author: { familyName: null },
      tags: ['example'],
    };
    expect(mergePatch(target, patch)).toEqual({
      title: 'Hello!',
      author: { givenName: 'John' },
      tags: ['example'],
      content: 'This will be unchanged',
      phoneNumber: '+01-123-456-7890',
    });
  });

  it('agrees with the algorithm of section 2 on any two values, and changes neither', () => {
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const before = [JSON.stringify(target), JSON.stringify(patch)];
        expect(JSON.stringify(mergePatch(target, patch))).toBe(JSON.stringify(byTheBook(target, patch)));
        expect([JSON.stringify(target), JSON.stringify(patch)]).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with it on names that every object inherits', () => {
    fc.assert(
      fc.property(hostile, hostile, (target, patch) => {
        const parsed = (): JsonValue => JSON.parse(patch);
        const merged = mergePatch(JSON.parse(target), parsed());
        expect(JSON.stringify(merged)).toBe(JSON.stringify(byTheBook(JSON.parse(target), parsed())));
        expect(Object.getPrototypeOf(Object(merged))).not.toHaveProperty('a');
      }),
      { numRuns: 1000 },
    );
  });

  it.each(inherited)('makes %s an own member of an object that has none', (name) => {
    for (const value of ['1', '"text"', '[1]', '{"admin":true}', '{"admin":{"deeper":true}}']) {
      const patch = `{"${name}":${value}}`;
      const merged = mergePatch({}, JSON.parse(patch));
      expect(JSON.stringify(merged)).toBe(patch);
      expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
      expect(Reflect.get({}, 'admin')).toBeUndefined();
    }
  });

  it('gives the same when it is applied twice', () => {
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });

  it('keeps prototype keys as plain data and pollutes nothing', () => {
    const patch = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}');
    const merged = mergePatch(JSON.parse('{"__proto__":{"name":"x"}}'), patch);
    expect(JSON.stringify(merged)).toBe(
      '{"__proto__":{"name":"x","admin":true},"constructor":{"prototype":{"admin":true}}}',
    );
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
    expect(JSON.stringify(mergePatch(merged, JSON.parse('{"__proto__":null}')))).not.toContain('__proto__');
  });

  it('does not merge into what an object inherits', () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>;
    prototype.planted = { leaked: true };
    try {
      expect(JSON.stringify(mergePatch({}, { planted: { a: 1 } }))).toBe('{"planted":{"a":1}}');
      expect(prototype.planted).toEqual({ leaked: true });
    } finally {
      delete prototype.planted;
    }
  });

  it('does not end the stack on a patch a hundred thousand levels deep', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as JsonValue;
    let inner = mergePatch({}, deep);
    let levels = 0;
    for (; typeof inner === 'object' && inner !== null && 'a' in inner; inner = inner.a as JsonValue)
      levels += 1;
    expect([levels, inner]).toEqual([100_000, 1]);
  });
});
