import { isIPv6 } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Static } from '../kit/schema.ts';
import { commandName } from './command-name.ts';
import { faultOfSchema } from './data-schema.ts';
import { readConfigFile } from './file.ts';
import { listKeys } from './keys.ts';
import { readValue } from './readers.ts';
import { rulesFor } from './rules.ts';
import { type Config, configSchema, type Mode } from './schema.ts';
import { fromEnvironment, fromFile, fromFlags, moveVariable } from './sources.ts';
import { effectiveValues, labelled, type Source } from './values.ts';

/** The flags of the command line, as they were typed. */
export interface Flags {
  host?: string | undefined;
  port?: string | undefined;
  /** Of `latchkey serve` alone. */
  workers?: string | undefined;
  dataDir?: string | undefined;
  config?: string | undefined;
}

export interface LoadOptions {
  mode: Mode;
  flags?: Flags;
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** `told` for callers that check in the database whether weak secrets are already in use. */
  weakSecrets?: 'refused' | 'told';
  /**
   * The keys or sections that the caller uses. Problems with other keys are ignored, and those keys have their defaults.
   * Without this, all keys are used.
   */
  needs?: readonly string[];
}

/** Every problem with a configuration, each for the person who wrote it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['Invalid configuration:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/** A secret that's too easy to guess: its setting, and the message about it. */
export interface WeakSecret {
  name: string;
  problem: string;
}

interface Inspected {
  config: Config;
  sources: Map<string, Source>;
  problems: string[];
  /** Paths of the files that a secret was read from. */
  secretFiles: string[];
  /** Also in `problems`, unless the option `weakSecrets` is `told`. */
  weakSecrets: WeakSecret[];
}

/** Reads defaults, file, environment and flags; later ones win. Throws `ConfigError`. */
export async function loadConfig(options: LoadOptions): Promise<Omit<Inspected, 'problems'>> {
  const { problems, ...loaded } = await inspectConfig(options);
  if (problems.length > 0) throw new ConfigError(problems);
  return loaded;
}

/** The same without throwing. A refused key has its default in `config` and `(refused)` in `sources`. */
export async function inspectConfig({
  mode,
  flags = {},
  env = process.env,
  cwd = process.cwd(),
  weakSecrets = 'refused',
  needs,
}: LoadOptions): Promise<Inspected> {
  const keys = listKeys(configSchema);
  const file = await readConfigFile(cwd, flags.config);
  const isNeeded = (name: string): boolean =>
    needs === undefined || needs.some((need) => name === need || name.startsWith(`${need}.`));
  const said = [fromFile(keys, file), fromEnvironment(keys, env, cwd, isNeeded), fromFlags(flags, cwd)];
  const given = new Map(said.flatMap(({ values }) => [...values]));
  const { values: read, sources, refused, problems } = effectiveValues(keys, given, { mode, cwd, isNeeded });
  // A test checks the readers against the schema. Checking here would load all of TypeBox, 115 ms of the start.
  const values = read as Static<typeof configSchema>;

  for (const [name, source] of said.flatMap((one) => [...one.refused])) {
    refused.add(name);
    sources.set(name, { value: '(refused)', source, secret: true });
  }
  const isDefault = (name: string): boolean => sources.get(name)?.source === 'default';
  const config: Config = {
    ...values,
    mode,
    hash: { ...values.hash, concurrency: values.hash.concurrency || availableParallelism() },
  };
  if (mode === 'development' && config.publicUrl === '') config.publicUrl = localAddress(config);
  showAs(sources, 'publicUrl', config.publicUrl);
  showAs(sources, 'hash.concurrency', config.hash.concurrency);
  // When the file can't be read, what seems to be missing may be in it.
  const rules = file.problems.length > 0 ? [] : rulesFor(config, isDefault);
  rules.push({ name: 'data.schema', verdict: await faultOfSchema(config.data.schema) });
  const weak: WeakSecret[] = [];
  for (const { name, reads = [], verdict, isStrength } of rules) {
    if (verdict === undefined || !isNeeded(name) || [name, ...reads].some((key) => refused.has(key)))
      continue;
    const problem = `${labelled(name, sources)} ${verdict}.`;
    if (isStrength) weak.push({ name, problem });
    if (!isStrength || weakSecrets === 'refused') problems.push(problem);
  }
  return {
    config,
    sources,
    problems: [...file.problems, ...said.flatMap((one) => one.problems), ...problems],
    secretFiles: said.flatMap((one) => one.secretFiles),
    weakSecrets: weak,
  };
}

/** The target of a move from the environment. It may contain a password. */
export function readMoveTarget(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return env[moveVariable];
}

/** Reads a URL by the rules of `database.url`: the value, or the end of the sentence that refuses it. */
export function readDatabaseUrl(text: string): ReturnType<typeof readValue> {
  const key = listKeys(configSchema).find(({ name }) => name === 'database.url');
  if (!key) throw new Error('The schema has no database.url.');
  return readValue(key, { value: text, isText: true, base: '' });
}

/** Shows a default that was computed. */
function showAs(sources: Map<string, Source>, name: string, value: unknown): void {
  const source = sources.get(name);
  if (source && source.value !== '(refused)') source.value = value;
}

/** Addresses that `localhost` reaches. */
const reachedByName = ['0.0.0.0', '::', '127.0.0.1', '::1'];

/** The address of a server on this machine. By name if possible, because passkeys don't work on an IP address. */
export function localAddress({ host, port }: { host: string; port: number }): string {
  const name = reachedByName.includes(host) ? 'localhost' : host;
  return new URL(`http://${isIPv6(name) ? `[${name}]` : name}:${port}`).origin;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether npm or npx runs this process. */
export function isUnderNpm(env: Environment = process.env): boolean {
  return env.npm_lifecycle_event !== undefined;
}

/** The command that starts this server, the way it was started, with these flags: `npm start -- --port 5001`. */
export function startLine(mode: Mode, flags: Flags, env: Environment = process.env): string {
  const { config, dataDir, host, port, workers } = flags;
  const all = {
    ...{ '--config': config, '--data-dir': dataDir, '--host': host, '--port': port },
    '--workers': workers,
  };
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [name, asWord(value)],
  );
  return [...starterOf(mode, env), ...given].join(' ');
}

function starterOf(mode: Mode, env: Environment): string[] {
  // Without `--`, npm would take the flags for its own.
  if (env.npm_lifecycle_event === 'start') return ['npm', 'start', '--'];
  return [commandName(env), mode === 'production' ? 'serve' : 'dev'];
}

const asWord = (value: string): string => (/^[\w@%+=:,./-]+$/.test(value) ? value : JSON.stringify(value));
