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

/** The settings that locate the data: all that a command needs to read it. */
export const dataKeys = ['dataDir', 'database'];

/** Where the systemd unit of docs/guide/production.md keeps its configuration. */
const systemFolder = '/etc/latchkey';

interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly systemFolder?: string;
}

/**
 * The flags. Adds the configuration file of the server on this machine when nothing else points to the data: no flag, no
 * variable, and no configuration file or data folder in this folder.
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
 * The configuration for commands that manage the data of `serve` and `dev`. They ignore production rules, such as a
 * required `publicUrl`, and settings they don't use. Prints a line on standard error first that names the data and the
 * setting that points to it, without a password. Throws `ConfigError`.
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
