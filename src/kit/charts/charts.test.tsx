import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPart } from '../../../test/support/in-english.ts';
import { contrastOf } from '../contrast.ts';
import { barsOf, heightAt, plot } from './bars.ts';
import { Chart } from './index.ts';
import { countOf, ticksUpTo } from './scale.ts';
import { drawn, mostSeries, sumOf, totalsOf } from './series.ts';

const hour = 3_600_000;
const start = Date.UTC(2030, 0, 15);
const starts = (count: number) => Array.from({ length: count }, (_, at) => start + at * hour);

/** Whatever JavaScript takes for a number. */
const anyNumber = fc.oneof(
  fc.double(),
  fc.nat(5),
  fc.constantFrom(0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300),
);
const count = fc.oneof(fc.nat(9), fc.nat(10_000), fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER));
const table = (cell: fc.Arbitrary<number>) =>
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 24 })).chain(([series, slots]) =>
    fc.array(fc.array(cell, { minLength: slots, maxLength: slots }), {
      minLength: series,
      maxLength: series,
    }),
  );
const named = (values: readonly (readonly number[])[]) =>
  values.map((one, at) => ({ name: `Kind ${at}`, values: one }));

describe('the axis', () => {
  test.each([
    [0, [0, 1, 2]],
    [1, [0, 1, 2]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 50, 100]],
    [430, [0, 200, 400, 600]],
  ])('up to %d has the lines %j', (most, lines) => expect(ticksUpTo(most)).toEqual(lines));

  test('has few lines in even steps of whole numbers, from 0 to the highest bar or above', () => {
    fc.assert(
      fc.property(anyNumber.map(countOf), (most) => {
        const lines = ticksUpTo(most);
        expect(lines.every(Number.isInteger)).toBe(true);
        expect(lines.length).toBeGreaterThanOrEqual(3);
        expect(lines.length).toBeLessThanOrEqual(6);
        expect(lines[0]).toBe(0);
        expect(lines.at(-1)).toBeGreaterThanOrEqual(most);
      }),
    );
  });
});

describe('the bars', () => {
  test('stay in the picture, stand on each other without a hole, and are seen however small they are', () => {
    fc.assert(
      fc.property(table(count), (values) => {
        const series = named(values);
        const slots = values[0]?.length ?? 0;
        const bars = barsOf(values, ticksUpTo(Math.max(...totalsOf(series, slots))).at(-1) ?? 1);
        expect(bars).toHaveLength(values.flat().filter((value) => value > 0).length);
        for (const column of Map.groupBy(bars, ({ x }) => x).values()) {
          let floor: number = plot.zero;
          for (const { y, height } of column) {
            expect(height).toBeGreaterThanOrEqual(1);
            expect(floor - (y + height)).toBeLessThanOrEqual(1.02);
            expect(floor - (y + height)).toBeGreaterThanOrEqual(-0.02);
            floor = y;
          }
          expect(floor).toBeGreaterThanOrEqual(-2 * values.length);
        }
      }),
    );
  });

  test('are as high as the axis says', () => {
    const [low, high] = barsOf([[50, 100]], 100);
    expect(low?.y).toBe(heightAt(50, 100));
    expect(high?.y).toBe(plot.top);
    expect((high?.y ?? 0) + (high?.height ?? 0)).toBe(plot.zero);
  });
});

describe('the series that are drawn', () => {
  test('are no more than can be told apart, and hold all that was counted', () => {
    fc.assert(
      fc.property(table(fc.nat(1000)), (values) => {
        const shown = drawn(named(values), 'Others');
        expect(shown.length).toBeLessThanOrEqual(mostSeries);
        expect(shown.length).toBeGreaterThan(0);
        const all = values.map(sumOf);
        expect(sumOf(shown.map((one) => sumOf(one.values)))).toBe(sumOf(all));
      }),
    );
  });

  test('keep their order, and the smallest become one', () => {
    const values = [5, 90, 1, 80, 70, 2, 60, 0, 50];
    const shown = drawn(named(values.map((value) => [value])), 'Others');
    expect(shown.map(({ name, values: [value] }) => [name, value])).toEqual([
      ['Kind 1', 90],
      ['Kind 3', 80],
      ['Kind 4', 70],
      ['Kind 6', 60],
      ['Kind 8', 50],
      ['Others', 8],
    ]);
  });
});

describe('a chart', () => {
  const render = (
    values: readonly (readonly number[])[],
    title = 'Sign-ins',
    slots = values[0]?.length ?? 0,
  ) => renderPart(<Chart id="one" title={title} unit="hour" starts={starts(slots)} series={named(values)} />);

  test('is drawn of whatever numbers there are, and none of them is no number', () => {
    fc.assert(
      fc.property(table(anyNumber), fc.integer({ min: 1, max: 30 }), (values, slots) => {
        const html = render(values, 'Sign-ins', slots);
        expect(html).not.toMatch(/NaN|Infinity|undefined|="-?\d+\.?\d*e/);
        expect(html).not.toMatch(/height="-|width="-|style=/);
      }),
      { numRuns: 50 },
    );
  });

  test('says in one sentence what it shows, and when there was most', () => {
    expect(render([[3, 1200, 5, 0]])).toContain(
      'role="img" aria-label="Sign-ins: 1,208 in the last 4 hours. The most were at 01:00 UTC: 1,200."',
    );
    expect(render([[0, 0]])).toContain('aria-label="Sign-ins: none in the last 2 hours."');
    expect(render([[0, 0]])).toContain('Nothing yet.');
  });

  test('has the same numbers in its table, the newest first, with what is too small to be drawn', () => {
    const html = render([
      [1, 2],
      [30, 40],
      [0, 0],
    ]);
    const rows = [...html.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)].map(
      ([, when, cells = '']) => [when, ...[...cells.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)],
    );
    expect(rows).toEqual([
      ['Tue 15 Jan, 01:00', '2', '40', '0', '42'],
      ['Tue 15 Jan, 00:00', '1', '30', '0', '31'],
    ]);
    expect(html).toContain('Kind 2');
    expect(html.match(/<li>/g), 'the legend').toHaveLength(2);
  });

  test('takes a title for nothing but text', () => {
    const hostile = '"><script>alert(1)</script>';
    expect(render([[1]], hostile)).not.toContain('<script>');
    expect(render([[1]], hostile).match(/&lt;script>/g)?.length).toBeGreaterThanOrEqual(3);
  });
});

test('every colour of a series has 3:1 on a card in both themes', () => {
  const css = readFileSync('src/kit/ui/styles/console/charts.css', 'utf8');
  const cards = [...readFileSync('src/kit/ui/styles/tokens.css', 'utf8').matchAll(/--card: (#\w{6})/g)];
  const tones = [...css.matchAll(/--tone-\d: (#\w{6})/g)].map(([, tone = '']) => tone);
  expect(tones).toHaveLength(2 * mostSeries);
  for (const [at, tone] of tones.entries()) {
    const card = cards[Math.floor(at / mostSeries)]?.[1] ?? '';
    expect(contrastOf(tone, card), `${tone} on ${card}`).toBeGreaterThanOrEqual(3);
  }
});
