import { isIPv6 } from 'node:net';
import { availableParallelism } from 'node:os';
import { faultOfSchema } from './config-data-schema.ts';
import { readConfigFile } from './config-file.ts';
import { httpKeys } from './config-http.ts';
import { choice, duration, integer, jsonSchema, list, listKeys, place, text } from './config-keys.ts';
import { limitsKeys } from './config-limits.ts';
import {
  hashKeys,
  loginKeys,
  passkeyKeys,
  passwordKeys,
  sessionKeys,
  totpKeys,
  usernameKeys,
} from './config-login.ts';
import { emailKeys, mailKeys } from './config-mail.ts';
import { readValue } from './config-readers.ts';
import { rulesFor, weaknessOf } from './config-rules.ts';
import { fromEnvironment, fromFile, fromFlags, moveVariable } from './config-sources.ts';
import { effectiveValues, labelled, type Source } from './config-values.ts';
import { days, minutes } from './kit/duration.ts';
import { type Static, Type } from './kit/schema.ts';

export type { Source } from './config-values.ts';

/** Development opens conveniences that production must not have. */
export type Mode = 'development' | 'production';

/** Every key of the configuration: its type, default, unit, limits and what it is for. */
export const configSchema = Type.Object({
  siteName: text('Latchkey', 'The name of the site, shown on every page and refused as a password.', {
    shortest: 1,
    longest: 60,
  }),
  publicUrl: place(
    'address',
    '',
    'The address that people open, such as `https://login.example.com`: scheme and host, no path. Required in production, where it must be https unless it is a loopback address. In development it is `http://localhost:{port}` unless it is given or `host` is another address, and requests that ask for this server by another name than this, `host`, a loopback name or an IP address are refused.',
  ),
  host: place('host', '127.0.0.1', 'The address to listen on. `0.0.0.0` or `::` listens on every network.'),
  port: integer(5000, [0, 65_535], 'The port to listen on; 0 picks a free one.'),
  dataDir: place(
    'folder',
    './latchkey-data',
    'The folder for the SQLite database and the secret key. It is made when it is missing.',
  ),
  secretKey: text(
    '',
    'Encrypts the keys of authenticator apps, and signs challenges and device cookies. The server refuses to start with another key than its database belongs to; `latchkey secret rotate` replaces it. Without it a key is made at the first start and kept in `secret.key` in `dataDir`. With PostgreSQL it must be given, the same to every process.',
    { secret: true, shortest: 32, longest: 1000 },
  ),
  trustedProxies: list(
    'addresses',
    'The proxies in front of this server, as addresses or CIDR ranges. `X-Forwarded-For` counts only when it comes from one of these. In production a range is no wider than /8 (IPv4), /16 (IPv6) or /7 (`fc00::/7`).',
  ),
  allowedOrigins: list(
    'origins',
    'The origins whose pages may call the API with cookies (CORS), such as `https://app.example.com`. In development every loopback origin may as well.',
  ),
  database: Type.Object({
    url: place(
      'database',
      '',
      'A PostgreSQL database, such as `postgres://user:password@host:5432/name`. Without it the data lies in `latchkey.sqlite` in `dataDir`.',
      { secret: true },
    ),
    poolSize: integer(10, [1, 1000], 'PostgreSQL only: the most connections that this process opens.', {
      unit: 'connections',
    }),
    prepared: choice(
      ['auto', 'on', 'off'],
      'auto',
      'PostgreSQL only: whether statements are prepared by name. `auto` stops when a connection pooler such as PgBouncer mixes them up. `off` starts without; `on` never stops, and fails behind such a pooler.',
    ),
  }),
  http: httpKeys,
  metrics: Type.Object({
    allowedAddresses: list(
      'addresses',
      'Who may read `/metrics` besides loopback, as addresses or CIDR ranges.',
    ),
  }),
  username: usernameKeys,
  login: loginKeys,
  password: passwordKeys,
  hash: hashKeys,
  session: sessionKeys,
  totp: totpKeys,
  passkey: passkeyKeys,
  limits: limitsKeys,
  email: emailKeys,
  data: Type.Object({
    maxBytes: integer(65_536, [2, 16_777_216], 'The largest data document of an account, as JSON.', {
      unit: 'bytes',
    }),
    schema: jsonSchema(
      'A JSON Schema that every data document must fit: the schema itself, or the path of a JSON file that holds it.',
    ),
  }),
  events: Type.Object({
    keep: duration(
      '400d',
      [days(1), days(3650)],
      "How long the audit log is kept. Events of nobody's account, such as sign-ins with unknown names, are kept for 30 days at most, and only the newest 50,000.",
    ),
  }),
  trails: Type.Object({
    keep: duration('30d', [minutes(1), days(400)], 'How long it is kept what happened in each attempt.'),
    most: integer(
      1_000_000,
      [0, 100_000_000],
      'The most requests whose steps are kept; the oldest go first. 0 keeps none.',
      { unit: 'requests' },
    ),
  }),
  telemetry: Type.Object({
    otlpUrl: place(
      'address',
      '',
      'A collector of OpenTelemetry that takes traces by OTLP over HTTP, such as `http://127.0.0.1:4318`. The steps of each attempt are sent to it as spans, to `/v1/traces`. Without it nothing is sent.',
    ),
  }),
  mail: mailKeys,
  log: Type.Object({
    level: choice(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'info',
      'The least that is logged.',
    ),
    format: choice(['json', 'pretty'], 'json', 'One JSON object a line, or lines for people.', {
      inDevelopment: 'pretty',
    }),
  }),
});

/**
 * The effective configuration: durations in milliseconds, `publicUrl` an origin without a slash at its end,
 * `dataDir` absolute, `hash.concurrency` counted out. A text that was not given is empty, `data.schema` null.
 */
export type Config = Static<typeof configSchema> & { readonly mode: Mode };

/** What the command line may set; the texts as they were typed. */
export interface Flags {
  host?: string | undefined;
  port?: string | undefined;
  dataDir?: string | undefined;
  config?: string | undefined;
}

export interface LoadOptions {
  mode: Mode;
  flags?: Flags;
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** `told` for whoever looks into the database whether they are in use already. */
  weakSecrets?: 'refused' | 'told';
  /**
   * The keys, or sections of keys, that the caller uses. What is wrong with any other one is not its business: that key
   * has its default. Without this, all of them are used.
   */
  needs?: readonly string[];
}

/** All that is wrong with a configuration, each a sentence for the person who wrote it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/** A secret that is easy to guess: its setting, and the sentence that says so. */
export interface WeakSecret {
  name: string;
  problem: string;
}

export { weaknessOf };

interface Inspected {
  config: Config;
  sources: Map<string, Source>;
  problems: string[];
  /** Paths of the files that a secret was read from. */
  secretFiles: string[];
  /** They are problems as well, unless `weakSecrets` says to leave them out. */
  weakSecrets: WeakSecret[];
}

/** Reads defaults, file, environment and flags, the later over the earlier; throws a ConfigError. */
export async function loadConfig(options: LoadOptions): Promise<Omit<Inspected, 'problems'>> {
  const { problems, ...loaded } = await inspectConfig(options);
  if (problems.length > 0) throw new ConfigError(problems);
  return loaded;
}

/** The same without throwing. A key that is refused has its default in `config` and `(refused)` in `sources`. */
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
  // A test holds the readers to the schema: to check it here would load all of TypeBox, 115 ms of the start.
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
  // Without the file that was meant to be read, what seems to be missing may stand in it.
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

/** The target of a move as it was given in the environment; it may hold a password. */
export function readMoveTarget(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return env[moveVariable];
}

/** A URL under the rules of `database.url`: the value, or the end of the sentence that refuses it. */
export function readDatabaseUrl(text: string): ReturnType<typeof readValue> {
  const key = listKeys(configSchema).find(({ name }) => name === 'database.url');
  if (!key) throw new Error('The schema has no database.url.');
  return readValue(key, { value: text, isText: true, base: '' });
}

/** Shows what a default was worked out to be. */
function showAs(sources: Map<string, Source>, name: string, value: unknown): void {
  const source = sources.get(name);
  if (source && source.value !== '(refused)') source.value = value;
}

/** What `localhost` reaches. */
const reachedByName = ['0.0.0.0', '::', '127.0.0.1', '::1'];

/** The address of a server on this machine. By name where that works: passkeys do not work on an IP address. */
export function localAddress({ host, port }: { host: string; port: number }): string {
  const name = reachedByName.includes(host) ? 'localhost' : host;
  return new URL(`http://${isIPv6(name) ? `[${name}]` : name}:${port}`).origin;
}

/** Whether npm or npx runs this process as a script of theirs. */
export function isUnderNpm(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return env.npm_lifecycle_event !== undefined;
}
