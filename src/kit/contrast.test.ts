import { describe, expect, test } from 'vitest';
import { contrastOf, enoughContrast, lightenFor, mix } from './contrast.ts';

describe('contrast', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    // Worked out by hand from the definition in WCAG 2.2.
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
  ])('%s on %s is %d', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 1);
    expect(contrastOf(other, one)).toBe(contrastOf(one, other));
  });

  test('a colour is made no lighter than its background needs', () => {
    expect(lightenFor('#121e1a', '#ffcc00')).toBe('#ffcc00');
    for (const colour of ['#000000', '#0d4f3f', '#7a1f1f', '#00008b']) {
      const light = lightenFor('#121e1a', colour);
      expect(contrastOf(light, '#121e1a')).toBeGreaterThanOrEqual(enoughContrast);
      expect(contrastOf(mix(light, '#000000', 0.8), '#121e1a'), colour).toBeLessThan(enoughContrast);
    }
  });

  test('mixing takes each channel', () => {
    expect(mix('#ff0010', '#00ff20', 0.5)).toBe('#808018');
    expect(mix('#123456', '#ffffff', 1)).toBe('#123456');
  });
});
