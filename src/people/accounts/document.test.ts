import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { said } from '../../../test/support/in-english.ts';
import { documentETag, parseDocument } from './document.ts';

const limits = { maxBytes: 65_536, maxDepth: 100 };

function refused(text: string, given = limits) {
  const parsed = parseDocument(text, given);
  if (parsed.ok) throw new Error(`accepted ${text}`);
  return { ...parsed, detail: said(parsed) };
}

describe("an account's document", () => {
  it('is any JSON value, kept in its canonical form', () => {
    const spaced = ' { "b" : [ 1.0, 1e2, "\\u0041\\/" ] ,\n"a": null }\t';
    expect(parseDocument(spaced, limits)).toEqual({
      ok: true,
      value: { b: [1, 100, 'A/'], a: null },
      text: '{"b":[1,100,"A/"],"a":null}',
    });
    for (const text of ['null', 'true', '0', '""', '[]', '{}', '"testing"']) {
      expect(parseDocument(text, limits)).toMatchObject({ ok: true, text });
    }
  });

  it('comes back as it was sent, whatever value it holds', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = JSON.parse(text);
        expect(parseDocument(text, limits)).toEqual({ ok: true, value, text: JSON.stringify(value) });
      }),
    );
  });

  it('keeps prototype keys and lone surrogates as plain data', () => {
    const text = '{"__proto__":{"a":1},"constructor":{"prototype":2},"half":"\\ud83d"}';
    const parsed = parseDocument(text, limits);
    expect(parsed).toMatchObject({ ok: true, text });
    expect(parsed.ok && Object.getPrototypeOf(parsed.value)).toBe(Object.prototype);
  });

  it('stays the same when its canonical form is read again', () => {
    const once = parseDocument('[1E2, "\\ud83d", 9007199254740992, -0]', limits);
    expect(once.ok && parseDocument(once.text, limits)).toMatchObject({
      ok: true,
      text: once.ok && once.text,
    });
  });
});

describe('a document that is not JSON', () => {
  it.each([
    ['', "The document isn't valid JSON: it's empty at line 1, column 1."],
    ['{"a":1', "The document isn't valid JSON: it ends too early at line 1, column 7."],
    ['{\n  "a": 1,\n}', "The document isn't valid JSON: unexpected } at line 3, column 1."],
    ["{'a':1}", "The document isn't valid JSON: unexpected ' at line 1, column 2."],
    ['[1,\u0000]', "The document isn't valid JSON: unexpected character U+0000 at line 1, column 4."],
    ['\ufeff[]', "The document isn't valid JSON: unexpected character U+FEFF at line 1, column 1."],
    ['["a\nb"]', "The document isn't valid JSON: unexpected character U+000A at line 1, column 4."],
    ['😀', "The document isn't valid JSON: unexpected 😀 at line 1, column 1."],
  ])('%j is refused with the place of the fault', (text, detail) => {
    expect(refused(text)).toEqual({ ok: false, reason: 'not-json', pointer: '', detail });
  });
});

describe('the limits of a document', () => {
  it('counts bytes, not characters', () => {
    expect(parseDocument(`"${'é'.repeat(4)}"`, { ...limits, maxBytes: 10 }).ok).toBe(true);
    expect(refused(`"${'é'.repeat(4)}"`, { ...limits, maxBytes: 9 })).toMatchObject({
      reason: 'too-large',
      detail: 'The document is 10 bytes, and at most 9 are allowed.',
    });
  });

  it('holds the text that is kept to the same size', () => {
    expect(refused('[1e20]', { ...limits, maxBytes: 20 })).toMatchObject({ reason: 'too-large' });
  });

  it('lets a hundred levels pass and no more', () => {
    expect(parseDocument('['.repeat(100) + ']'.repeat(100), limits).ok).toBe(true);
    expect(refused('['.repeat(101) + ']'.repeat(101))).toMatchObject({
      reason: 'too-deep',
      detail:
        'The document is nested too deeply at line 1, column 101: ' +
        'use at most 100 levels of arrays and objects.',
    });
  });

  it.each(['[', '{"a":', '"\n[', '[{"a":'])('answers 64 KiB of %j without overflowing the stack', (piece) => {
    const text = piece.repeat(Math.floor(limits.maxBytes / piece.length));
    expect(['too-deep', 'not-json']).toContain(refused(text).reason);
  });
});

describe('a name twice in one object', () => {
  it.each([
    ['{"a":1,"a":2}', '/a', 8],
    ['{"a":1,"a":1}', '/a', 8],
    ['{"a":1,"\\u0061":2}', '/a', 8],
    ['{"":0,"":0}', '/', 7],
    ['{"__proto__":1,"__proto__":2}', '/__proto__', 16],
    ['[{"x":{"a":{},"b":[],"a":[]}}]', '/0/x/a', 22],
  ])('in %s is refused with its place', (text, pointer, column) => {
    expect(refused(text)).toMatchObject({ reason: 'duplicate', pointer });
    expect(refused(text)).toMatchObject({ detail: expect.stringContaining(`(line 1, column ${column})`) });
  });

  it('is no fault in two objects, or in another case', () => {
    for (const text of ['{"a":{"a":1},"b":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":1,"A":2,"a ":3}']) {
      expect(parseDocument(text, limits)).toMatchObject({ ok: true, text });
    }
  });

  it('is found in a wide document without delay', () => {
    const wide = (last: string) =>
      `{${Array.from({ length: 5000 }, (_, at) => `"k${at}":0`).join()},"${last}":0}`;
    expect(parseDocument(wide('k5000'), limits).ok).toBe(true);
    expect(refused(wide('k17'))).toMatchObject({ reason: 'duplicate', pointer: '/k17' });
  });
});

describe('numbers', () => {
  it.each([
    ['{"a/b":[0,{"~id":9007199254740993}]}', '/a~1b/1/~0id', '9007199254740993'],
    ['1e400', '', '1e400'],
    ['[-1e400]', '/0', '-1e400'],
    ['{"":1e-400}', '/', '1e-400'],
  ])('in %s that would change is refused with its place', (text, pointer, number) => {
    const detail = `The number ${number} can't be stored exactly. Send it as a string.`;
    expect(refused(text)).toEqual({ ok: false, reason: 'number', pointer, detail });
  });

  it('names the first of several, and shortens a long one', () => {
    const parsed = refused(`[1,${'9'.repeat(500)},1e400]`);
    expect(parsed.pointer).toBe('/1');
    expect(parsed.detail.length).toBeLessThan(120);
  });

  it('of ordinary programs pass', () => {
    const text = '[0.1,0.30000000000000004,1e21,9007199254740992,5e-324,-1.5]';
    expect(parseDocument(text, limits)).toMatchObject({ ok: true });
  });
});

describe('the entity tag of a document', () => {
  it('is a strong one, for one version of one account', () => {
    expect(documentETag('ada', 12)).toMatch(/^"v12\.[\w-]{12}"$/);
    expect(documentETag('ada', 12)).toBe(documentETag('ada', 12));
    const tags = ['ada', 'bob'].flatMap((id) => [1, 2].map((version) => documentETag(id, version)));
    expect(new Set(tags).size).toBe(4);
  });
});
