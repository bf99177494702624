import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where Linux keeps files in memory. */
const inMemory = '/dev/shm';

/** What a run takes at most is a fraction of it. */
const wanted = 6 * 1024 ** 3;

/**
 * Makes the folder of this run, where its processes take all temporary folders from: in memory if there is plenty.
 * Each test makes and drops databases, and on a disk the files of those cost a seventh of all processor time.
 */
export async function makeWorkFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = (await makeInMemory()) ?? (await makeIn(tmpdir()));
  const { TMPDIR: before } = process.env;
  process.env.TMPDIR = folder;
  // What Node makes of a module, such as JavaScript of TypeScript, it need not make again in each process and thread.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return {
    folder,
    async remove() {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      delete process.env.NODE_COMPILE_CACHE;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function makeInMemory(): Promise<string | undefined> {
  if (process.availableMemory() < wanted) return undefined;
  let folder: string | undefined;
  try {
    const { bavail, bsize } = await statfs(inMemory);
    if (bavail * bsize < wanted) return undefined;
    folder = await makeIn(inMemory);
    await requireThatProgramsRun(folder);
    return folder;
  } catch {
    if (folder) await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

/** PostgreSQL runs as somebody else where root runs the tests, and must reach its own folder. */
async function makeIn(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'latchkey-run-'));
  await chmod(folder, 0o755);
  return folder;
}

/** In a container none may there. */
async function requireThatProgramsRun(folder: string): Promise<void> {
  const program = join(folder, 'program');
  await writeFile(program, '#!/bin/sh\n', { mode: 0o755 });
  await promisify(execFile)(program);
  await rm(program);
}
