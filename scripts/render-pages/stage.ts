import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, listSettings, loadConfig } from '../../src/config/index.ts';
import { type Database, migrate, openDatabase } from '../../src/kit/db/index.ts';
import type { Route } from '../../src/kit/http/index.ts';
import { createLogger } from '../../src/kit/log.ts';
import type { Outbound } from '../../src/kit/outbound/index.ts';
import type { Services } from '../../src/kit/services.ts';
import { migrations } from '../../src/migrations/index.ts';
import { allRoutes, buildServer } from '../../src/server.ts';
import { browserOf } from '../../test/support/browser-of.ts';
import { type FakeClock, fakeClock } from '../../test/support/clock.ts';
import { writeMails } from './mails.ts';
import { type Met, type Shot, Visitor } from './visitor.ts';

/** What a scene sets differently; sections are laid over the defaults key by key. */
export type Settings = { readonly [Key in keyof Config]?: Partial<Config[Key]> | Config[Key] };

/** A part of the product, played on a server and a database of its own, so that no scene changes another's pages. */
export interface Scene {
  /** Two digits, and what it is about: the beginning of the names of its files. */
  readonly title: string;
  readonly settings?: Settings;
  /** The other servers that it can ask; none unless said. */
  readonly outbound?: Outbound;
  play(stage: Stage): Promise<void>;
}

export interface Stage {
  readonly services: Services;
  readonly database: Database;
  readonly clock: FakeClock;
  readonly config: Config;
  /** Somebody with a browser that was never here, at an address of their own. */
  visitor(device?: string): Visitor;
}

/** The files of a scene by name, the routes that there are, and what was answered by each. */
export interface Played {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  readonly routes: readonly Route[];
  readonly shots: readonly Shot[];
}

export const production: Settings = {
  mode: 'production',
  publicUrl: 'https://login.example.com',
  // Nobody sends what waits in the outbox.
  mail: { url: 'smtp://127.0.0.1:2525', from: 'Latchkey <login@example.com>' },
};

/** The same scene in development and in production, whose pages are not the same. */
export function inBothModes(
  title: string,
  play: Scene['play'],
  { outbound, ...settings }: Settings & Pick<Scene, 'outbound'> = {},
): Scene[] {
  const asked = outbound && { outbound };
  return [
    { title: `${title}-development`, settings, ...asked, play },
    { title: `${title}-production`, settings: { ...production, ...settings }, ...asked, play },
  ];
}

const assetsDir = fileURLToPath(new URL('../../dist/assets', import.meta.url));
const version = '0.0.0';

/** Plays scenes one after the other, each from an empty database and a clock that shows the same time. */
export async function playAll(scenes: readonly Scene[]): Promise<Played[]> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-pages-'));
  try {
    const empty = join(folder, 'empty.sqlite');
    const database = openDatabase({ file: empty });
    await migrate(database, migrations, 0);
    await database.close();
    const played: Played[] = [];
    for (const scene of scenes) {
      const file = join(folder, `${scene.title}.sqlite`);
      await copyFile(empty, file);
      played.push(await play(scene, file));
    }
    return played;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function play({ title, settings = {}, outbound, play }: Scene, file: string): Promise<Played> {
  const config = await configWith(settings);
  const database = openDatabase({ file });
  const clock = fakeClock();
  const log = createLogger({ level: 'silent', format: 'json', write: () => {} });
  const secretKey = 'a-key-that-only-the-rendered-pages-know';
  const { sources } = await loadConfig({ mode: config.mode, env: {}, cwd: tmpdir(), needs: [] });
  const common = {
    config,
    settings: listSettings(sources),
    database,
    clock,
    log,
    secretKey,
    assetsDir,
    version,
  };
  const { app, services } = buildServer({ ...common, ...(outbound && { outbound }), answerSlot: 1 });
  const shots: Shot[] = [];
  let answered: Met = { route: '', status: 0 };
  app.addHook('onSend', async ({ method, routeOptions: { url = '' } }, { statusCode }) => {
    answered = { route: `${method} ${url}`, status: statusCode };
  });
  let visitors = 0;
  const visitor = (device?: string) => {
    visitors += 1;
    const from = { address: `192.0.2.${visitors}`, ...(device !== undefined && { device }) };
    return new Visitor(browserOf(app, from), () => answered, shots);
  };
  try {
    await app.ready();
    await play({ services, database, clock, config, visitor });
    const files = new Map(shots.map(({ name, text }) => [`${title}-${name}.html`, text]));
    if (files.size < shots.length) throw new Error(`Two pages of the scene ${title} have one name.`);
    for (const [name, text] of await writeMails(services)) files.set(`${title}-${name}`, text);
    return { title, files, routes: allRoutes(services, version), shots };
  } finally {
    await app.close();
    await database.close();
  }
}

/** The description of the API, as it is served in development. */
export async function describeApi(): Promise<string> {
  let description = '';
  await playAll([
    {
      title: 'api',
      async play(stage) {
        description = (await stage.visitor().browser.get('/openapi.json')).text;
      },
    },
  ]);
  return `${JSON.stringify(JSON.parse(description), null, 2)}\n`;
}

/** The defaults without a file or an environment, with as little work as hashes and challenges can do. */
async function configWith(settings: Settings): Promise<Config> {
  const { config } = await loadConfig({ mode: 'development', env: {}, cwd: tmpdir() });
  const merged: Record<string, unknown> = {
    ...config,
    hash: { memory: 8, iterations: 1, parallelism: 1, concurrency: 2, queue: 100 },
    limits: { ...config.limits, challengeGuesses: 4 },
  };
  for (const [key, value] of Object.entries(settings)) {
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    merged[key] = isSection ? { ...(merged[key] as object), ...value } : value;
  }
  return merged as unknown as Config;
}
