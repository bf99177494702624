import { expect, test } from 'vitest';
import { isPlain, plainJson } from './plain-text.ts';

test.each(['app_5kq2hTzLr5VbYh2KcNd7P', 'https://claude.ai/oauth/mcp?a=1#~'])('%s is plain', (text) => {
  expect(isPlain(text)).toBe(true);
});

test.each(['', ' ', 'a\0', 'a b', 'é', '\x7f', 'a\n'])('%j is not', (text) => {
  expect(isPlain(text)).toBe(false);
});

test.each(['é', '李小龙', '🦊', '\0', '\ud800', '"\\'])('%j is the same after its JSON in ASCII', (text) => {
  const json = plainJson({ [text]: [text] });
  expect(json).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(json)).toEqual({ [text]: [text] });
});
