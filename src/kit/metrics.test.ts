import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('mails that wait are counted when somebody asks, and no number is made up while the database is away', async () => {
  const metrics = createMetrics();
  let waiting: () => Promise<number> = async () => 3;
  metrics.watchMails(() => waiting());
  const line = async () => /^latchkey_mails_waiting .*$/m.exec(await metrics.text())?.[0];
  expect(await line()).toBe('latchkey_mails_waiting 3');
  waiting = async () => {
    throw new Error('away');
  };
  expect(await line()).toBeUndefined();
  waiting = async () => 0;
  expect(await line()).toBe('latchkey_mails_waiting 0');
});
