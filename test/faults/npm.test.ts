import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';
import { environmentOfTerminal, type StartedLine, startLine } from '../support/started-line.ts';

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

  async function start(prefix: readonly string[] = []): Promise<StartedLine> {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-npm-'));
    cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
    const line = [...prefix, command, ...args, '--port', '0', '--data-dir', dataDir];
    const started = await startLine(line, { env: environmentOfTerminal() });
    cleanUps.push(started.end);
    return started;
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
