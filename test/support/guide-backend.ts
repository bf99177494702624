import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { freePort } from './free-port.ts';
import { startLatchkey } from './server-process.ts';

const page = new URL('../../docs/guide/backend.md', import.meta.url);

/** What one has to read: without what only names the libraries. */
const linesOf = (code: string): number =>
  code
    .replace(/^import \(\n(?:\t.*\n)*\)\n/m, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(import|from|package) /.test(line)).length;

/**
 * Runs a backend of the guide as it stands there, and checks that it knows who asks: by cookie, by token, nobody, after
 * the logout, and when the login server is gone.
 */
export async function tryGuideBackend(
  file: string,
  [program = '', ...args]: readonly string[],
): Promise<void> {
  const block = new RegExp(`^\`\`\`\\w+ ${file.replace('.', '\\.')}\\n(.*?)^\`\`\``, 'ms');
  const [, code = ''] = block.exec(readFileSync(page, 'utf8')) ?? [];
  expect(code, `${file} in the guide`).not.toBe('');
  expect(linesOf(code), 'lines besides imports and blank ones').toBeLessThanOrEqual(20);
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-backend-'));
  const latchkey = await startLatchkey();
  const port = String(await freePort());
  await writeFile(join(folder, file), code);
  const env = { ...process.env, LOGIN_SERVER: latchkey.url, PORT: port };
  const child = spawn(program, [...args, file], { cwd: folder, env, stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  const get = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers });
    return `${answer.status} ${(await answer.text()).trim()}`;
  };
  try {
    // Go builds its standard library first, where it never did.
    await expect.poll(() => get().catch(() => 'not yet'), { timeout: 240_000 }).not.toBe('not yet');
    const send = (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${latchkey.url}/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const ada = { username: 'ada', password: 'a quiet green lighthouse' };
    const cookie = (await send('register', ada)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { token } = (await (await send('login', { ...ada, transport: 'bearer' })).json()) as {
      token: string;
    };
    expect(await get()).toBe('401 Sign in first.');
    expect(await get({ cookie })).toBe('200 Hello, ada.');
    expect(await get({ cookie: `other=1; ${cookie}`, origin: 'https://elsewhere.example' })).toBe(
      '200 Hello, ada.',
    );
    expect(await get({ authorization: `Bearer ${token}` })).toBe('200 Hello, ada.');
    expect(await get({ authorization: `Bearer ${token}x` })).toBe('401 Sign in first.');
    await send('logout', {}, { cookie });
    expect(await get({ cookie })).toBe('401 Sign in first.');
    await latchkey.stop();
    expect(await get({ authorization: `Bearer ${token}` })).toBe('503 Try again in a moment.');
  } finally {
    // `go run` starts the server as a child of its own: the whole group ends.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await Promise.race([ended, setTimeout(5000)]);
    await latchkey.stop().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}
