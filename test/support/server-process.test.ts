import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type RunningServer, startLatchkey } from './server-process.ts';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a server in a process of its own', () => {
  test('answers at the address that it printed, and is gone when it was stopped', async () => {
    const server = await startLatchkey();
    expect(await (await fetch(`${server.url}/`)).text()).toBe('Hello World!');
    expect(server.output()).toContain(`Latchkey is ready at ${server.url}`);
    expect(await server.stop()).toBe(0);
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(server.dataDir)).toBe(false);
  });

  test('that was killed leaves its data to the next one', async () => {
    const first = await startLatchkey();
    const query = 'username=soham&password=insecure';
    const registered = await fetch(`${first.url}/register?${query}&data=testing`, { method: 'POST' });
    expect(await registered.text()).toBe('Success');
    await first.kill9();
    let second: RunningServer | undefined;
    try {
      second = await startLatchkey({ dataDir: first.dataDir });
      expect(await (await fetch(`${second.url}/login?${query}`)).text()).toBe('testing');
    } finally {
      await second?.stop();
      await first.stop();
    }
    expect(existsSync(first.dataDir)).toBe(false);
  });

  test('that does not start says why', async () => {
    const start = startLatchkey({ args: ['--no-such-option'] });
    await expect(start).rejects.toThrow(/ended with 2:[\s\S]*--no-such-option/);
  });
});
