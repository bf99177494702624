import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));

export interface StartOptions {
  readonly command?: 'dev' | 'serve';
  /** More of the command line. */
  readonly args?: readonly string[];
  /** `LATCHKEY_*` and the like; the caller's own `LATCHKEY_*` are left out. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Kept at the end. Without it there is a new folder, gone with `stop()`. */
  readonly dataDir?: string;
}

/** A Latchkey in a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** All that it has printed, both streams as they came. */
  output(): string;
  /** Asks it to end (SIGTERM) and gives the exit code; a server that takes more than 15 s is an error. */
  stop(): Promise<number | null>;
  /** Ends it at once (SIGKILL); its data stay, for a server that is started on them next. */
  kill9(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the built server on a free port and waits until it says that it is ready. */
export async function startLatchkey(options: StartOptions = {}): Promise<RunningServer> {
  const { command = 'dev', args = [], env = {}, cwd } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'latchkey-data-')));
  const removeData = async () => {
    if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
  };
  const child = spawn(process.execPath, [program, command, '--port', '0', '--data-dir', dataDir, ...args], {
    cwd: cwd ?? dataDir,
    env: { ...foreignEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = once(child, 'exit').finally(() => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }

  try {
    const url = await readyUrl(child, () => output);
    return {
      url,
      pid: child.pid ?? 0,
      dataDir,
      output: () => output,
      async stop() {
        let isLate = false;
        const late = setTimeout(() => {
          isLate = true;
          child.kill('SIGKILL');
        }, 15_000);
        child.kill('SIGTERM');
        await ended;
        clearTimeout(late);
        await removeData();
        if (isLate) throw new Error(`The server did not stop within 15 s:\n${output}`);
        return child.exitCode;
      },
      async kill9() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    await removeData();
    throw error;
  }
}

/** A developer's own settings must not decide what a test sees. */
function foreignEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LATCHKEY_')));
}

function readyUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${what}:\n${output()}`));
    const late = setTimeout(() => fail('The server is not ready after 30 s'), 30_000);
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(`The server ended with ${code}`);
    });
    child.once('error', reject);
    child.stdout?.on('data', () => {
      const url = /Latchkey is ready at (http\S+)/.exec(output())?.[1];
      if (!url) return;
      clearTimeout(late);
      resolve(url);
    });
  });
}
