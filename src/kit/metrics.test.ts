import { expect, test } from 'vitest';
import { createMetrics, type WaitingMails } from './metrics.ts';

test('mails that wait are counted when somebody asks, and no number is made up while the database is away', async () => {
  const metrics = createMetrics();
  let reads = 0;
  let waiting: () => Promise<WaitingMails> = async () => ({ count: 3, oldestSeconds: 61.5 });
  metrics.watchMails(() => {
    reads += 1;
    return waiting();
  });
  const lines = async () => (await metrics.text()).match(/^latchkey_mails_\w*waiting\w* .*$/gm);
  expect(await lines()).toEqual(['latchkey_mails_waiting 3', 'latchkey_mails_oldest_waiting_seconds 61.5']);
  expect(reads, 'by one query').toBe(1);
  waiting = async () => {
    throw new Error('away');
  };
  expect(await lines()).toBeNull();
  waiting = async () => ({ count: 0, oldestSeconds: 0 });
  expect(await lines()).toEqual(['latchkey_mails_waiting 0', 'latchkey_mails_oldest_waiting_seconds 0']);
});
