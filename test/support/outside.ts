import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const table = new URL('../../scripts/outside/tools', import.meta.url);

/** A program that `npm ci` doesn't bring, at the version pinned in `scripts/outside/tools`. */
export interface OutsideTool {
  /** The absolute path of the program. */
  readonly command: string;
  /** The whole environment to start it with: it finds its libraries, and nothing of the developer's reaches it. */
  readonly env: NodeJS.ProcessEnv;
  /** The folder that its package was unpacked to. */
  readonly folder: string;
}

export type OutsideToolName =
  | 'authlib'
  | 'caddy'
  | 'fastapi'
  | 'flask'
  | 'initdb'
  | 'nginx'
  | 'node24'
  | 'oauth2-proxy'
  | 'openssl'
  | 'pgbouncer'
  | 'postgres'
  | 'schemathesis';

/** Finds a program in the cache that `scripts/outside/fetch` fills. Throws with the command that fetches it. */
export function outsideTool(name: OutsideToolName): OutsideTool {
  const row = readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.split(/\s+/))
    .find(([tool]) => tool === name);
  const [, pinned = '', program = ''] = row ?? [];
  const folder = join(cacheFolder(), pinned.replace('=', '_'));
  const libraries = join(folder, 'libraries');
  if (!row || !existsSync(libraries)) {
    throw new Error(
      `${name} (${pinned}) isn't in ${cacheFolder()}. Run "scripts/outside/fetch" or "npm run test:outside".`,
    );
  }
  const places = readFileSync(libraries, 'utf8').split('\n').filter(Boolean);
  return {
    command: join(folder, program),
    folder,
    env: {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      TZ: 'UTC',
      ...(places.length > 0 && { LD_LIBRARY_PATH: places.map((place) => join(folder, place)).join(':') }),
    },
  };
}

/** Outside the checkout, so that fresh clones share it. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latchkey-outside');
}
