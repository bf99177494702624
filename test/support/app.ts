import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Config, listSettings, loadConfig } from '../../src/config/index.ts';
import type { Database } from '../../src/kit/db/index.ts';
import { openApiDocument } from '../../src/kit/http/index.ts';
import { createLogger } from '../../src/kit/log.ts';
import type { Services } from '../../src/kit/services.ts';
import { allRoutes, buildServer } from '../../src/server.ts';
import { describedApi } from '../../src/surfaces/meta/index.ts';
import { type Browser, browserOf } from './browser-of.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import { type Settings, testConfig, testKey } from './config.ts';
import { eachDatabase, type MakeDatabase } from './databases.ts';
import { lendApps } from './lend-apps.ts';

export { type Settings, testConfig, testKey } from './config.ts';
export { freshName, goodPassword, otherPassword } from './names.ts';

/** A server that does not listen: requests are handed to it (`inject`). */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly database: Database;
  readonly clock: FakeClock;
  readonly config: Config;
  /** Every line that it has logged. */
  readonly log: string[];
  isClosed(): boolean;
  /** Somebody with a cookie jar of their own. */
  browser(from?: { address?: string; device?: string }): Browser;
}

const assetsDir = fileURLToPath(new URL('../../dist/assets', import.meta.url));

/** Builds a server on a migrated database: development mode, cheap hashes, a clock that stands still. */
export async function buildApp(
  database: Database,
  { answerSlot = 1, outbound, ...settings }: Settings = {},
  clock = fakeClock(),
): Promise<TestApp> {
  const config = await testConfig(settings);
  const log: string[] = [];
  const { app, services } = buildServer({
    config,
    settings: await shownSettings,
    database,
    clock,
    log: createLogger({ level: config.log.level, format: 'json', write: (line) => log.push(line) }),
    answerSlot,
    ...(outbound && { outbound }),
    secretKey: config.secretKey || testKey,
    version: '0.0.0-test',
    assetsDir,
  });
  watchAnswers(app, services);
  let isClosed = false;
  app.addHook('onClose', async () => {
    isClosed = true;
  });
  await app.ready();
  const browser: TestApp['browser'] = (from) => browserOf(app, from);
  return { app, services, database, clock, config, log, isClosed: () => isClosed, browser };
}

/** Answers of the API that its description does not name, whichever test met them. */
const undescribed = new Set<string>();

/** The statuses that the description names of each operation. */
type Described = ReadonlyMap<string, ReadonlySet<string>>;

/** By the configuration that it follows from: to make it takes longer than many a test. */
const described = new Map<string, Described>();

function describedIn(services: Services): Described {
  const key = JSON.stringify(services.config);
  const known = described.get(key);
  if (known) return known;
  const { paths } = openApiDocument(allRoutes(services, ''), describedApi(services, ''));
  const operations = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(
      ([verb, { responses }]) => [`${verb} ${path}`, new Set(Object.keys(responses))] as const,
    ),
  );
  const made = new Map(operations);
  described.set(key, made);
  return made;
}

function watchAnswers(app: FastifyInstance, services: Services): void {
  const operations = describedIn(services);
  app.addHook('onResponse', async ({ method, routeOptions: { url = '' } }, { statusCode }) => {
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const statuses = operations.get(`${verb} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    if (statuses && !statuses.has(String(statusCode))) undescribed.add(`${method} ${url} ${statusCode}`);
  });
}

/** What the console shows of a configuration without a file or an environment. */
const shownSettings = loadConfig({ mode: 'development', env: {}, cwd: tmpdir() }).then(({ sources }) =>
  listSettings(sources),
);

/** Opens a server on the database of a block. */
export type Open = (settings?: Settings, clock?: FakeClock) => Promise<TestApp>;

export interface OpenApp extends Open {
  /**
   * A server with these settings that nobody else in this test has: one that an earlier test of the block has left, with an
   * empty log and the clock at its start, or else a new one.
   */
  (...how: Parameters<Open>): ReturnType<Open>;
  /** A new one for this test alone, where what a server counts or keeps in memory matters. */
  anew: Open;
  /** The same on another database than the block's, for a test that breaks it. */
  on(database: Database): Promise<TestApp>;
}

/**
 * The same tests on SQLite and on PostgreSQL. `open` gives servers on one database of the block; what they must
 * not share, such as names, each test chooses for itself.
 */
export function eachApp(title: string, define: (open: OpenApp, make: MakeDatabase) => void): void {
  eachDatabase(title, (make) => {
    const apps = lendApps();
    let database: Database;
    beforeAll(async () => {
      database = await make();
    });
    beforeEach(() => apps.beginTest());
    afterEach(({ task }) => apps.endTest(task.result?.state === 'fail'));
    afterAll(async () => {
      await apps.closeAll();
      const met = [...undescribed];
      // Further files run in this process, and must not be blamed.
      undescribed.clear();
      expect(met, 'the description of the API names every status').toEqual([]);
    });
    const open = (settings: Settings = {}, clock?: FakeClock) =>
      apps.borrow(settings, clock, () => buildApp(database, settings, clock));
    const anew: Open = (settings, clock) => apps.keep(buildApp(database, settings, clock));
    const on = (other: Database) => apps.keep(buildApp(other));
    define(Object.assign(open, { anew, on }), make);
  });
}
