import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrastOf, enoughContrast } from '../contrast.ts';
import { brandStyles, grounds } from './brand.ts';

const tokens = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8');

test('the backgrounds are those of the style sheet', () => {
  const [light = '', dark = ''] = tokens.split('@media');
  for (const [part, those] of [
    [light, grounds.light],
    [dark, grounds.dark],
  ] as const) {
    const found = ['card', 'paper', 'sunken'].map(
      (name) => new RegExp(`--${name}: (#\\w+);`).exec(part)?.[1],
    );
    expect(found.toSorted()).toEqual([...those].toSorted());
  }
});

test('a site without colours has no style sheet', () => {
  expect(brandStyles({ colour: '', colourDark: '' })).toBeUndefined();
});

test.each(['#7a1f1f', '#1d4ed8', '#0d4f3f', '#000000'])(
  '%s is made light enough for a dark page',
  (colour) => {
    const css = brandStyles({ colour, colourDark: '' }) ?? '';
    const [, light = '', on = '', dark = '', onDark = ''] =
      /^:root\{--action:(#\w{6});.*?--on-action:(#\w{6});[\s\S]*dark\)\{:root\{--action:(#\w{6});.*?--on-action:(#\w{6});/.exec(
        css,
      ) ?? [];
    expect(light).toBe(colour);
    expect(contrastOf(light, on)).toBeGreaterThanOrEqual(enoughContrast);
    expect(contrastOf(dark, onDark)).toBeGreaterThanOrEqual(enoughContrast);
    for (const ground of grounds.dark)
      expect(contrastOf(dark, ground)).toBeGreaterThanOrEqual(enoughContrast);
  },
);

test('the colour for dark pages alone leaves the light ones as they are', () => {
  expect(brandStyles({ colour: '', colourDark: '#e6b659' })).toMatch(/^@media/);
});
