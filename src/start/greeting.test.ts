import { expect, test } from 'vitest';
import { testConfig } from '../../test/support/app.ts';
import { greeting } from './greeting.ts';

const linesFor = async (settings: Parameters<typeof testConfig>[0]) =>
  greeting(await testConfig(settings), true)
    .trimEnd()
    .split('\n');

test.each(['0.0.0.0', '::', '192.168.0.7', 'build-7.lan'])(
  'V13.4.2 development that is open to a network, on %s, says so before it is ready',
  async (host) => {
    const lines = await linesFor({ host });
    expect(lines.filter((line) => line.startsWith('Warning:'))).toEqual([expect.stringContaining(host)]);
    expect(lines.at(-1)).toMatch(/^Latchkey is ready at http:/);
  },
);

test.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])(
  'on %s there is nothing to warn of',
  async (host) => {
    expect((await linesFor({ host })).join('\n')).not.toContain('Warning');
  },
);

test('production opens none of it', async () => {
  const lines = await linesFor({ mode: 'production', host: '0.0.0.0' });
  expect(lines.join('\n')).not.toMatch(/Warning|Development/);
});

test('how somebody becomes an administrator is said until there is one', async () => {
  const config = await testConfig({});
  expect(greeting(config, false)).toContain('No administrator yet: latchkey admins add NAME\n');
  expect(greeting(config, true)).not.toContain('administrator');
});
