import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testConfig } from '../support/app.ts';

/** As one line, whatever its breaks. */
const page = readFileSync('SECURITY.md', 'utf8').replaceAll(/\s+/g, ' ');

test('V6.1.1 SECURITY.md tells how guessing is limited, with the numbers that are the defaults', async () => {
  const { limits } = await testConfig();
  expect(page).toContain(
    `After ${limits.challengeAfter} failed attempts a proof of work is required, after ${limits.waitAfter} there are growing waits, and after ${limits.disableAfter} in a row password sign-in is turned off.`,
  );
  expect(page).toContain("**Owners aren't locked out** by strangers");
});

test('V15.1.1 SECURITY.md tells within which time a known vulnerability is fixed, the worse the sooner', () => {
  const days = ['critical', 'high', 'medium', 'low'].map((severity) =>
    Number(page.match(new RegExp(`\\| ${severity} \\| (\\d+) days \\|`))?.[1]),
  );
  expect(days).toEqual(days.toSorted((a, b) => a - b));
  expect(days.every((most) => most > 0 && most <= 180)).toBe(true);
  expect(page).toContain('The same times apply to the packages that are shipped');
  expect(page).toMatch(/packages are updated every \d+ days at the latest/);
});

test('V6.1.2 SECURITY.md tells which words of the context no password may be made of', () => {
  expect(page).toContain("made of the account's name or the site's");
});
