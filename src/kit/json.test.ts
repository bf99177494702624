import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesAsDouble, placeOf, scanJson } from './json.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const unlimited = Number.POSITIVE_INFINITY;

describe('reading JSON without building it', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    const pieces = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"', '"a"', '""', '1', '0', '01', '-', '-0', '.', '1.5', 'e', '1e+5'],
      ...[
        'true',
        'fals',
        'null',
        ' ',
        '\n',
        '\t',
        '\u00a0',
        '\ufeff',
        '\\',
        '"\\u00e9"',
        '"\\u12"',
        '\u0001',
      ],
      ...['"\\x"', '"\n"', '"\\ud800"', "'", '//', 'NaN', '\u2028', '"\u2028"', '"\ud800"'],
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map((some) => some.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(scanJson(text, unlimited).ok).toBe(parses(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('accepts every JSON text, and refuses it with one character taken away as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.nat({ max: 3 }), (text, where, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent);
        expect(scanJson(pretty, unlimited)).toEqual({ ok: true });
        const at = where % pretty.length;
        const broken = pretty.slice(0, at) + pretty.slice(at + 1);
        expect(scanJson(broken, unlimited).ok).toBe(parses(broken));
      }),
    );
  });

  it.each([
    ['', 0],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['"ab', 3],
    ['"a\nb"', 2],
    ['"a\\qb"', 2],
    ['tru', 0],
    ['1 2', 2],
    ['[1}', 2],
    ['{"a":}', 5],
    ['01', 1],
  ])('says where %j goes wrong', (text, offset) => {
    expect(scanJson(text, unlimited)).toEqual({ ok: false, reason: 'syntax', offset });
  });

  it('counts containers, not brackets in strings', () => {
    expect(scanJson('[[["[[[["]]]', 3)).toEqual({ ok: true });
    expect(scanJson('[[[[]]]]', 3)).toEqual({ ok: false, reason: 'depth', offset: 3 });
    expect(scanJson('{"a":{"b":[]}}', 2)).toEqual({ ok: false, reason: 'depth', offset: 10 });
    expect(scanJson('7', 0)).toEqual({ ok: true });
    expect(scanJson('[]', 0)).toEqual({ ok: false, reason: 'depth', offset: 0 });
  });

  it('reads a million open brackets without a stack', () => {
    const text = '['.repeat(1_000_000);
    expect(scanJson(text, 100)).toEqual({ ok: false, reason: 'depth', offset: 100 });
    expect(scanJson(text, unlimited)).toEqual({ ok: false, reason: 'syntax', offset: 1_000_000 });
  });

  it('tells each number as written with its pointer', () => {
    const seen: string[][] = [];
    scanJson('{"a/b":[1,{"~":-2.50}],"c":[[],[3e1]],"\\u0064":4}', 9, {
      number: (source, pointer) => seen.push([source, pointer()]),
    });
    expect(seen).toEqual([
      ['1', '/a~1b/0'],
      ['-2.50', '/a~1b/1/~0'],
      ['3e1', '/c/1/0'],
      ['4', '/d'],
    ]);
  });

  it('tells the members of the outermost object and of no other', () => {
    const text = '{ "a" : {"x": [1]} , "b":"}" ,"a":  3 }';
    const seen: string[][] = [];
    scanJson(text, 9, {
      member: (key, value) => seen.push([text.slice(key.start, key.end), text.slice(value.start, value.end)]),
    });
    expect(seen).toEqual([
      ['"a"', '{"x": [1]}'],
      ['"b"', '"}"'],
      ['"a"', '3'],
    ]);
    scanJson('[{"a":1}]', 9, { member: () => expect.unreachable() });
  });
});

describe('numbers that a double would change', () => {
  it.each(['9007199254740993', '-9007199254740993', '12345678901234567890', '9007199254740993.0'])(
    'tells %s',
    (source) => expect(changesAsDouble(source)).toBe(true),
  );
  it.each(['1e400', '-1e400', '1e-400', '90071992547409930e-1', '12345678901234567890.5'])(
    'tells %s',
    (source) => expect(changesAsDouble(source)).toBe(true),
  );
  it.each(['0', '-0', '0.0', '0e999999', '1', '1.10', '0.1', '3.14159265358979323846', '1e2', '1E+2'])(
    'lets %s pass',
    (source) => expect(changesAsDouble(source)).toBe(false),
  );
  it.each(['9007199254740992', '9007199254740994', '1e23', '1.5e300', '100000000000000000000', '5e-324'])(
    'lets %s pass',
    (source) => expect(changesAsDouble(source)).toBe(false),
  );

  it('lets pass whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(changesAsDouble(JSON.stringify(value))).toBe(false);
      }),
    );
  });

  it('tells a whole number exactly when a double cannot hold it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (value) => {
        const kept = JSON.stringify(Number(value));
        const same = !kept.includes('e') && BigInt(kept) === value;
        if (!kept.includes('e')) expect(changesAsDouble(String(value))).toBe(!same);
      }),
    );
  });

  it('is done with a number of a million digits at once', () => {
    expect(changesAsDouble(`1${'0'.repeat(1_000_000)}`)).toBe(true);
    expect(changesAsDouble(`0.${'0'.repeat(1_000_000)}`)).toBe(false);
  });
});

describe('the place of an offset', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [5, 3, 2],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(placeOf('ab\n\ncd', offset)).toEqual({ line, column });
  });
});
