import { expect, test } from 'vitest';
import { asTyped, commandName } from './command-name.ts';

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
    'Put latchkey behind a proxy. Settings are in latchkey.config.json. By latchkey accounts.',
    'Use "latchkey" here.',
  ];
  expect(asTyped(advice.join('\n'), {})).toBe(advice.join('\n'));
  expect(asTyped(advice.join('\n'), { npm_lifecycle_event: 'npx' }).split('\n')).toEqual([
    'Run "npx latchkey accounts list --search TEXT", or `LATCHKEY_PORT=1 npx latchkey dev`.',
    'Usage: npx latchkey roles [options]',
    '  npx latchkey roles list',
    ...advice.slice(3),
  ]);
});
