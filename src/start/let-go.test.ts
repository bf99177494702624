import { expect, test } from 'vitest';
import { letGoOfStart } from './let-go.ts';

test('what nothing holds any more is gone, whether or not memory was short', async () => {
  const made = (() => new WeakRef(new Array(100_000).fill('what only the start needed')))();
  expect(made.deref()).toBeDefined();
  await new Promise((resolve) => setTimeout(resolve));
  await letGoOfStart();
  expect(made.deref()).toBeUndefined();
});
