import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Config,
  configFilesIn,
  type Flags,
  inspectConfig,
  loadConfig,
  type Source,
} from '../config/index.ts';
import { describeDatabase } from '../start/open-database.ts';

/** The keys that say where the data is: all that a command needs which only looks at it. */
export const dataKeys = ['dataDir', 'database'];

/** Where the systemd unit of docs/guide/production.md has its configuration. */
const systemFolder = '/etc/latchkey';

interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly systemFolder?: string;
}

/**
 * The flags, with the configuration file of the server on this machine added where nothing here says which data is
 * meant: no flag, no variable, no configuration file in this folder and no data folder in it.
 */
export async function withServerConfig(flags: Flags, surroundings: Surroundings = {}): Promise<Flags> {
  const { cwd = process.cwd() } = surroundings;
  const { sources } = await inspectConfig({ ...surroundings, mode: 'development', flags });
  const isSaid =
    flags.config !== undefined ||
    ['dataDir', 'database.url'].some((key) => sources.get(key)?.source !== 'default') ||
    configFilesIn(cwd).length > 0 ||
    existsSync(resolve(cwd, 'latchkey-data', 'latchkey.sqlite'));
  const [file, ...others] = isSaid ? [] : configFilesIn(surroundings.systemFolder ?? systemFolder);
  return file === undefined || others.length > 0 ? flags : { ...flags, config: file };
}

/**
 * The configuration for commands that look after the data of `serve` and `dev` alike. What production alone asks, such
 * as `publicUrl`, doesn't matter to them, and neither do the keys that they don't use. Before anything else it prints
 * one line on standard error that names the data and what pointed to it, without a password.
 * Throws `ConfigError`.
 */
export async function loadDataConfig(flags: Flags, needs: readonly string[] = dataKeys): Promise<Config> {
  const { config, sources } = await loadConfig({ mode: 'development', flags, needs });
  process.stderr.write(`Data: ${describeDatabase(config)} (${pointerTo(config, sources)})\n`);
  return config;
}

function pointerTo(config: Config, sources: ReadonlyMap<string, Source>): string {
  const source = sources.get(config.database.url === '' ? 'dataDir' : 'database.url')?.source ?? 'default';
  if (source !== 'default') return source;
  const hasFile = [...sources.values()].some(({ source: other }) => other.startsWith('file '));
  return hasFile ? source : 'default, no configuration file found';
}
