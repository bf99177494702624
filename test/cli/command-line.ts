import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { DatabaseLocation } from '../../src/kit/db/index.ts';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));

/** The variables by which a process finds a database of the tests. */
export function environmentOf(location: DatabaseLocation): Record<string, string> {
  if ('file' in location) return { LATCHKEY_DATA_DIR: dirname(location.file) };
  return { LATCHKEY_DATABASE_URL: location.url, LATCHKEY_SECRET_KEY: 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT' };
}

/** The secret key of a process that has run with these variables. */
export function keyIn(env: Readonly<Record<string, string>>): string {
  const { LATCHKEY_SECRET_KEY: given, LATCHKEY_DATA_DIR: folder = '' } = env;
  return given ?? readFileSync(join(folder, 'secret.key'), 'utf8').trim();
}

/** What the audit log of a data folder tells of commands: the act, by what, and its detail. */
export function auditedIn(folder: string): unknown[][] {
  const database = new DatabaseSync(join(folder, 'latchkey.sqlite'), { readOnly: true });
  const rows = database.prepare(
    "select act, device, detail from audit where actor_kind = 'command' order by seq",
  );
  const told = rows.all().map(({ act, device, detail }) => [act, device, detail]);
  database.close();
  return told;
}

type Input = string | Uint8Array;

export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  /** The line that names the data, the first on standard error of a command that opens it; else empty. */
  readonly data: string;
  /** What standard error holds after that line. */
  readonly err: string;
}

/** Starts a command line of the built program; `ended` gives what it printed, whatever its end. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input: Input = '',
  cwd?: string,
) {
  const child = spawn(process.execPath, [program, ...args], { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([out, all]): Ended => {
      const [data = ''] = /^Data: .*\n/.exec(all) ?? [];
      return { exitCode: child.exitCode, out, data: data.trimEnd(), err: all.slice(data.length) };
    },
  );
  /** Until it has printed this, to wherever. */
  const printed = (awaited: string) =>
    new Promise<void>((resolve) => {
      let all = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (piece: Buffer) => {
          all += piece.toString();
          if (all.includes(awaited)) resolve();
        });
    });
  return { ended, printed, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}

/** Runs a command line to its end. */
export function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input?: Input,
  cwd?: string,
): Promise<Ended> {
  return startCommand(args, env, input, cwd).ended;
}
