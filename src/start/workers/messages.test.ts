import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { readPrimaryMessage, readWorkerMessage } from './messages.ts';

test.each([
  { kind: 'ready' },
  { kind: 'failed', text: 'No.' },
  { kind: 'failed', text: 'No.', code: 'EADDRINUSE' },
  { kind: 'ask-turn', id: 1 },
  { kind: 'metrics', text: '' },
  { kind: 'wrote', commits: 1, parts: 0 },
])('the primary understands %j', (message) => {
  expect(readWorkerMessage(message)).toEqual(message);
});

test.each([
  undefined,
  null,
  'ready',
  {},
  { kind: 'toString' },
  { kind: 'begin', brief: {} },
  { kind: 'ask-turn' },
  { kind: 'ask-turn', id: '1' },
  { kind: 'ask-turn', id: 1, password: 'a secret' },
  { kind: 'wrote', commits: 1 },
])('the primary ignores %j', (value) => {
  expect(readWorkerMessage(value)).toBeUndefined();
});

test('a worker understands its primary alone', () => {
  expect(readPrimaryMessage({ kind: 'turn', id: 1 })).toEqual({ kind: 'turn', id: 1 });
  expect(readPrimaryMessage({ kind: 'turn', id: 1, ahead: 3 })).toEqual({ kind: 'turn', id: 1, ahead: 3 });
  for (const value of [
    { kind: 'begin', brief: null },
    { kind: 'begin' },
    { kind: 'ready' },
    { kind: 'stop', id: 1 },
  ])
    expect(readPrimaryMessage(value)).toBeUndefined();
});

test('a configuration comes through whole', async () => {
  const config = await testConfig({});
  expect(JSON.parse(JSON.stringify(config))).toEqual(config);
});
