import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';

/** How long the server may go on after its npm; it looks twice a second and has nothing to finish. */
const soon = seconds(10);

const starters = {
  'npm start': ['npm', 'start', '--'],
  npx: ['npx', '--no-install', 'latchkey', 'dev'],
} as const;

describe.each(Object.entries(starters))('%s', (_, [command, ...args]) => {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  /** Starts it in a process group of its own, so that whatever is left of it can be ended. */
  async function start(prefix: readonly string[] = []): Promise<{ child: ChildProcess; url: string }> {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-npm-'));
    const line = [...prefix, command, ...args, '--port', '0', '--data-dir', dataDir];
    const child = spawn(line[0] ?? '', line.slice(1), {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    cleanUps.push(async () => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // Nothing is left, as it should be.
      }
      await rm(dataDir, { recursive: true, force: true });
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const end = performance.now() + seconds(60);
    while (performance.now() < end) {
      const url = /Latchkey is ready at (http\S+)/.exec(output)?.[1];
      if (url) return { child, url };
      await setTimeout(50);
    }
    throw new Error(`${line.join(' ')} is not ready after 60 s:\n${output}`);
  }

  test('takes the server along when it is asked to end', async () => {
    const { child, url } = await start();
    expect(await answers(url)).toBe(true);
    process.kill(child.pid ?? 0, 'SIGTERM');
    expect(await isGone(url)).toBe(true);
  });

  test('under nohup goes on when the shell that started it is gone', async () => {
    const script = '"$@" & echo started; exit 0';
    const { child, url } = await start(['nohup', 'sh', '-c', script, 'sh']);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await setTimeout(seconds(2));
    expect(await answers(url)).toBe(true);
  });
});

/** As it is at a terminal: this run's own `npm_*` would name another script. */
function environment(): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(([name]) => !/^(npm_|LATCHKEY_)/.test(name));
  return Object.fromEntries(foreign);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(seconds(5)) })).ok;
  } catch {
    return false;
  }
}

async function isGone(url: string): Promise<boolean> {
  const end = performance.now() + soon;
  while (performance.now() < end) {
    if (!(await answers(url))) return true;
    await setTimeout(100);
  }
  return false;
}
