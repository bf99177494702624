import { expect, test } from 'vitest';
import { startLine } from './load.ts';

test.each([
  ['npm start -- --port 5001', 'development', 'start'],
  ['npx latchkey dev --port 5001', 'development', 'npx'],
  ['npx latchkey serve --port 5001', 'production', 'npx'],
  ['latchkey dev --port 5001', 'development', undefined],
  ['latchkey serve --port 5001', 'production', undefined],
] as const)('%s starts a server in %s mode, as npm_lifecycle_event %s did', (line, mode, event) => {
  expect(startLine(mode, { port: '5001' }, { npm_lifecycle_event: event })).toBe(line);
});

test('a start line keeps the other flags, so that the server finds the same data', () => {
  const flags = { config: '/etc/latchkey/latchkey.config.json', dataDir: 'my data', port: '5001' };
  expect(startLine('production', flags, {})).toBe(
    'latchkey serve --config /etc/latchkey/latchkey.config.json --data-dir "my data" --port 5001',
  );
});
