import { expect, test } from 'vitest';
import { asTyped, commandName } from './command-name.ts';
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
  const flags = {
    ...{ config: '/etc/latchkey/latchkey.config.json', dataDir: 'my data', port: '5001', workers: 'auto' },
  };
  expect(startLine('production', flags, {})).toBe(
    'latchkey serve --config /etc/latchkey/latchkey.config.json --data-dir "my data" --port 5001 --workers auto',
  );
});

test.each([
  ['npx latchkey', 'start'],
  ['npx latchkey', 'npx'],
  ['latchkey', undefined],
  // Of a script in a project that has Latchkey installed: npm puts the command in its path.
  ['latchkey', 'dev'],
] as const)('the command is %s where npm_lifecycle_event is %s', (name, event) => {
  expect(commandName({ npm_lifecycle_event: event })).toBe(name);
});

test('advice names commands as they are typed here, and leaves other words alone', () => {
  const advice = [
    'Run "latchkey accounts list --search TEXT", or `LATCHKEY_PORT=1 latchkey dev`.',
    'Usage: latchkey roles [options]',
    '  latchkey roles list',
    'Run "latchkey --help" for usage.',
    'Put latchkey behind a proxy. Settings are in latchkey.config.json. By latchkey accounts.',
    'Use "latchkey" here.',
  ];
  expect(asTyped(advice.join('\n'), {})).toBe(advice.join('\n'));
  expect(asTyped(advice.join('\n'), { npm_lifecycle_event: 'npx' }).split('\n')).toEqual([
    'Run "npx latchkey accounts list --search TEXT", or `LATCHKEY_PORT=1 npx latchkey dev`.',
    'Usage: npx latchkey roles [options]',
    '  npx latchkey roles list',
    'Run "npx latchkey --help" for usage.',
    ...advice.slice(4),
  ]);
});
