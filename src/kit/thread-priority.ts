import { readdir, readFile } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';

const tasks = '/proc/self/task';

/** Of -20 (first) to 19 (last); the event loop stays at what the process was started with. */
const stepsBack = 10;

/**
 * Lets the event loop go before the thread pool, so that a request never waits for a core that computes a password
 * hash. On Linux alone, where each thread has a priority of its own; elsewhere nothing happens.
 */
export async function yieldToEventLoop(): Promise<void> {
  if (process.platform !== 'linux') return;
  // Reading the folder starts the pool, if nothing has before.
  for (const task of await readdir(tasks)) {
    const name = await readFile(`${tasks}/${task}/comm`, 'utf8').catch(() => '');
    if (name.trim() === 'libuv-worker') lower(Number(task));
  }
}

function lower(task: number): void {
  try {
    setPriority(task, Math.min(19, getPriority() + stepsBack));
  } catch {
    // A sandbox may refuse it (a seccomp filter of systemd's `~@resources`): slower under load, and nothing else.
  }
}
