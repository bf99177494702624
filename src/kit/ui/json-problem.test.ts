import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonProblem } from './json-problem.ts';

describe('what is wrong in a JSON text', () => {
  it('is nothing in any JSON text', () => {
    fc.assert(fc.property(fc.json(), (text) => findJsonProblem(text) === undefined));
  });

  it('is found wherever JSON.parse fails, with a sentence and a place inside the text', () => {
    const pieces = fc.constantFrom(...'{}[]:,"\\\'/-+.01eutrfalsn \n\t', '"a"', 'true', '1', '{"a":', '[1,');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (some) => {
        const text = some.join('');
        const problem = findJsonProblem(text);
        expect(problem === undefined).toBe(parses(text));
        if (!problem) return;
        expect(problem.sentence).toMatch(/^[A-Z].+\.$/);
        const lines = text.slice(0, problem.offset).split('\n');
        expect([problem.line, problem.column]).toEqual([lines.length, (lines.at(-1) ?? '').length + 1]);
      }),
      { numRuns: 3000 },
    );
  });

  it('tells the line and the column, both from 1', () => {
    const text = '{\n  "theme": "dark",\n  "score" 12\n}';
    expect(findJsonProblem(text)).toMatchObject({ line: 3, column: 11, offset: text.indexOf('12') });
  });

  it.each([
    ['', 'This is empty'],
    ['{"a": 1,}', 'comma after the last item'],
    ['[1, 2,\n]', 'comma after the last item'],
    ['{"a": 1 "b": 2}', 'Add a comma'],
    ['{"a" 1}', 'Add a colon'],
    ["{'a': 1}", 'not single quotes'],
    ["['a']", 'not single quotes'],
    ['{a: 1}', 'A name in double quotes'],
    ['{"a": hello}', 'Put text in double quotes'],
    ['[True]', 'Write true in lowercase'],
    ['[undefined]', "JSON doesn't support undefined"],
    ['[01]', 'Write numbers like'],
    ['[1.]', 'Write numbers like'],
    ['{"a": 1', 'A } is missing'],
    ['[{"a": 1}', 'A ] is missing'],
    ['[1}', 'a list is open'],
    ['{"a": 1]', 'an object is open'],
    ['{"a"', 'colon and value after this name'],
    ['{"a":', 'A value is missing'],
    ['["a\n"]', 'closing quote'],
    ['["a', 'closing quote'],
    ['["\\x"]', 'backslash'],
    ['["\t"]', 'Write a tab as'],
    ['{} {}', 'only be one value'],
    ['{"a": 1} // note', 'support comments'],
    ['[,1]', 'A value is missing'],
  ])('of %j is explained: … %s …', (text, part) => {
    expect(findJsonProblem(text)?.sentence).toContain(part);
  });

  it('is a name that one object has twice', () => {
    expect(findJsonProblem('{"a": {"b": 1},\n "a": 2}')).toEqual({
      offset: 17,
      line: 2,
      column: 2,
      sentence: 'The name "a" is used more than once in the same object. Remove one.',
    });
  });

  it('is found in a text of nothing but brackets, without exhausting the stack', () => {
    expect(findJsonProblem('['.repeat(200_000))?.offset).toBe(200_000);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
