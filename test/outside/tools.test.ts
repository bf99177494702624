import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type OutsideToolName, outsideTool } from '../support/outside.ts';

const run = promisify(execFile);

test.each<[OutsideToolName, string, string]>([
  ['caddy', 'version', '2.6.2'],
  ['initdb', '--version', '15.'],
  ['node24', '--version', 'v24.'],
  ['nginx', '-v', 'nginx/1.22.1'],
  ['oauth2-proxy', '--version', 'built with go'],
  ['openssl', 'version', 'OpenSSL 3.'],
  ['pgbouncer', '--version', 'PgBouncer 1.18.0'],
  ['postgres', '--version', '15.'],
  ['schemathesis', '--version', '4.32.5'],
])('%s runs from the cache, with its libraries', async (name, option, version) => {
  const { command, env } = outsideTool(name);
  const { stdout, stderr } = await run(command, [option], { env });
  expect(stdout + stderr).toContain(version);
});

test('a program that is missing is refused with the command that fetches it', async () => {
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = '/nonexistent';
  try {
    expect(() => outsideTool('nginx')).toThrow(/nginx.*Run "scripts\/outside\/fetch"/);
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
});
