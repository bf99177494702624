import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { seconds } from '../../src/kit/duration.ts';

/** A server that was started as a person does it at a terminal, by npm, npx or a shell. */
export interface StartedLine {
  /** What was started first; the server may be a child of it. */
  readonly child: ChildProcess;
  readonly url: string;
  /** Ends at once whatever is left of it. */
  end(): Promise<void>;
}

/** Starts a command line and waits until its server is ready, for a minute at most. */
export async function startLine(
  [command = '', ...args]: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): Promise<StartedLine> {
  // A process group of its own, by which its grandchildren are found.
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const end = async () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const late = performance.now() + seconds(60);
  while (performance.now() < late) {
    const url = /Latchkey is ready at (http\S+)/.exec(output)?.[1];
    if (url) return { child, url, end };
    await setTimeout(50);
  }
  await end();
  throw new Error(`${command} ${args.join(' ')} is not ready after 60 s:\n${output}`);
}

/** Without the `npm_*` of this run, which would tell npm of another script, and without a developer's own settings. */
export function environmentOfTerminal(): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(([name]) => !/^(npm_|LATCHKEY_)/.test(name));
  return Object.fromEntries(foreign);
}
