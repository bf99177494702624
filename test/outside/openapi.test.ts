import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startMailServer } from '../support/mail-server.ts';
import { outsideTool } from '../support/outside.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

const rules = fileURLToPath(new URL('./schemathesis.toml', import.meta.url));
const account = { username: 'fuzz', password: 'four unrelated words here' };

/** Sends what the description allows and what it doesn't, the same each time. Answers the report if anything failed. */
async function findFailures({ url, dataDir }: RunningServer, token: string, args: readonly string[]) {
  const { command, env } = outsideTool('schemathesis');
  const always = [
    '--seed',
    '9',
    '--generation-database',
    'none',
    '--continue-on-failure',
    '--no-color',
    '--warnings',
    'off',
  ];
  const all = ['--config-file', rules, 'run', `${url}/openapi.json`, '--url', url, ...always, ...args];
  const options = { cwd: dataDir, env: { ...env, LATCHKEY_TOKEN: token }, maxBuffer: 64 * 1024 * 1024 };
  const { failed, stdout } = await promisify(execFile)(command, all, options).then(
    (ended) => ({ ...ended, failed: false }),
    (error: Error & { stdout?: string }) => ({ failed: true, stdout: error.stdout || error.message }),
  );
  const [, cases = '0'] = /(\d+) generated/.exec(stdout) ?? [];
  return { cases: Number(cases), report: failed ? stdout : '' };
}

async function post(url: string, path: string, body: object): Promise<{ token?: string }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as { token?: string };
}

test.concurrent.each(['dev', 'serve'] as const)(
  'under latchkey %s every answer is one that the description of the API names, whatever is sent',
  async (command) => {
    const port = await freePort();
    const mails = await startMailServer();
    const server = await startLatchkey({
      command,
      args: ['--port', String(port)],
      env: {
        LATCHKEY_PUBLIC_URL: `http://localhost:${port}`,
        LATCHKEY_MAIL_URL: `smtp://127.0.0.1:${mails.port}`,
        LATCHKEY_MAIL_FROM: 'login@example.com',
      },
    });
    try {
      const { token = '' } = await post(server.url, '/api/register', { ...account, transport: 'bearer' });
      const whoAsks = () =>
        fetch(`${server.url}/api/session`, { headers: { authorization: `Bearer ${token}` } });
      expect((await whoAsks()).status).toBe(200);
      const signedIn = await findFailures(server, token, [
        ...['--phases', 'coverage,fuzzing,stateful', '--max-examples', '4'],
        ...['--include-path-regex', '^/api/(me|session|reauthenticate)'],
        // They would end the session that asks.
        ...['--exclude-name', 'DELETE /api/me', '--exclude-name', 'DELETE /api/me/sessions/{id}'],
      ]);
      expect(signedIn.report).toBe('');
      expect((await whoAsks()).status, 'it was signed in to the end').toBe(200);
      const anyone = await findFailures(server, 'none', [
        '--phases',
        'coverage,fuzzing',
        '--max-examples',
        '4',
      ]);
      expect(anyone.report).toBe('');
      expect(Math.min(signedIn.cases, anyone.cases)).toBeGreaterThan(300);
    } finally {
      await server.stop();
      await mails.close();
    }
  },
);
