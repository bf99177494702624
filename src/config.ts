import { isIPv6 } from 'node:net';
import { availableParallelism } from 'node:os';
import { faultOfSchema } from './config-data-schema.ts';
import { readConfigFile } from './config-file.ts';
import { choice, duration, flag, integer, jsonSchema, list, listKeys, place, text } from './config-keys.ts';
import { rulesFor } from './config-rules.ts';
import { fromEnvironment, fromFile, fromFlags } from './config-sources.ts';
import { effectiveValues, labelled, type Source } from './config-values.ts';
import { days, hours, minutes, seconds } from './kit/duration.ts';
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
    'The address that people open, such as `https://login.example.com`: scheme and host, no path. Required in production, where it must be https unless it is a loopback address. In development it is `http://{host}:{port}` unless it is given, and requests that ask for this server by another name than this, `host`, a loopback name or an IP address are refused.',
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
    'Signs challenges and device cookies. Without it a key is made at the first start and kept in `secret.key` in `dataDir`. With PostgreSQL it must be given, the same to every process.',
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
  }),
  metrics: Type.Object({
    allowedAddresses: list(
      'addresses',
      'Who may read `/metrics` besides loopback, as addresses or CIDR ranges.',
    ),
  }),
  username: Type.Object({
    minLength: integer(3, [1, 128], 'The shortest username.', { unit: 'characters' }),
    maxLength: integer(32, [1, 128], 'The longest username.', { unit: 'characters' }),
    characters: choice(
      ['unicode', 'ascii'],
      'unicode',
      'Which letters and digits a username may have: of every script, or A to Z and 0 to 9 only. `.`, `_` and `-` may always be in it.',
    ),
    reserved: list('words', 'Usernames that nobody may take, in addition to the built-in ones.'),
  }),
  login: Type.Object({
    identifiers: choice(
      ['both', 'username', 'email'],
      'both',
      'What people log in with: their username, their proved e-mail address, or either.',
    ),
    emailCode: flag(
      false,
      'Whether people may log in by a code that is sent to their proved e-mail address, without a password. OWASP ASVS V6.3.6 and NIST SP 800-63B-4 advise against it: whoever reads the mail is in. It is never a second factor. In production it needs `mail.url`.',
    ),
    secondFactor: choice(
      ['optional', 'required'],
      'optional',
      'Whether everybody must have a second factor. With `required` whoever has none adds one after the password, before there is a session, and sessions that were opened without one are over. A passkey that verifies its user is two factors in one. `latchkey accounts require-second-factor NAME` asks it of one account.',
    ),
  }),
  password: Type.Object({
    minLength: integer(15, [1, 256], 'The shortest password. NIST SP 800-63B-4 asks for 15.', {
      unit: 'characters',
    }),
    maxLength: integer(256, [64, 4096], 'The longest password.', { unit: 'characters' }),
    pepper: text(
      '',
      'A second secret that goes into every password hash and is not in the database. Once people have registered with it, it can be neither changed nor lost: no password would fit any more, and the server does not start with another.',
      { secret: true, shortest: 32, longest: 1000 },
    ),
  }),
  hash: Type.Object({
    memory: integer(19_456, [8, 4_194_304], 'Memory for one argon2id hash.', { unit: 'KiB' }),
    iterations: integer(2, [1, 1000], 'Passes of one argon2id hash over its memory.', { unit: 'passes' }),
    parallelism: integer(1, [1, 64], 'Lanes of one argon2id hash.', { unit: 'lanes' }),
    concurrency: integer(
      0,
      [0, 1024],
      'Hashes computed at the same time; 0 is one for each core and one more, which begins when one of the others ends.',
      {
        unit: 'hashes',
      },
    ),
    queue: integer(256, [0, 100_000], 'Hashes that may wait for their turn; one more is answered 503.', {
      unit: 'hashes',
    }),
  }),
  session: Type.Object({
    most: integer(
      100,
      [1, 10_000],
      'Sessions of one account that live at once. A login that opens one more ends the oldest.',
      { unit: 'sessions' },
    ),
    idle: duration('1h', [seconds(1), days(400)], 'How long a session lives without a request.'),
    absolute: duration('24h', [seconds(1), days(400)], 'How long a session lives at most.'),
    rememberIdle: duration(
      '7d',
      [seconds(1), days(400)],
      'The same as `session.idle`, for people who asked to stay logged in.',
    ),
    rememberAbsolute: duration(
      '30d',
      [seconds(1), days(400)],
      'The same as `session.absolute`, for people who asked to stay logged in.',
    ),
  }),
  totp: Type.Object({
    earlierCodes: integer(
      1,
      [0, 1],
      'How many codes before the present one an authenticator app may still show. 1 gives people until half a minute after a code is gone; 0 is strict, as OWASP ASVS V6.5.5 has it. Each is accepted once either way.',
      { unit: 'codes' },
    ),
  }),
  passkey: Type.Object({
    userVerification: choice(
      ['preferred', 'required'],
      'preferred',
      'Whether a passkey must ask for a PIN, a finger or a face also when it is added and when it comes after a password. One that logs in without a password always must.',
    ),
  }),
  limits: Type.Object({
    challengeAfter: integer(
      3,
      [0, 100],
      'Failed logins in a row of an account before a proof of work is asked; 0 asks it always.',
      { unit: 'failures' },
    ),
    waitAfter: integer(5, [1, 100], 'Failed logins in a row of an account before the next must wait.', {
      unit: 'failures',
    }),
    firstWait: duration('30s', [seconds(1), days(1)], 'The first wait; each further failure doubles it.'),
    longestWait: duration('1h', [seconds(1), days(7)], 'Where the doubling ends.'),
    disableAfter: integer(
      100,
      [1, 100],
      'Failed logins in a row that disable the password. NIST SP 800-63B-4 allows 100 at most.',
      { unit: 'failures' },
    ),
    addressFailures: integer(
      100,
      [1, 1_000_000],
      'Failed logins from one address (IPv6: one /64) in a window, over all accounts.',
      { unit: 'failures' },
    ),
    addressWindow: duration('1h', [seconds(1), days(7)], 'The window of the limits per address.'),
    registrations: integer(50, [1, 1_000_000], 'Registrations from one address in a window.', {
      unit: 'registrations',
    }),
    registrationsBeforeChallenge: integer(
      3,
      [0, 1_000_000],
      'Registrations from one address in a window before a proof of work is asked; 0 asks it always.',
      { unit: 'registrations' },
    ),
    recoveries: integer(
      30,
      [1, 1_000_000],
      'Requests from one address in a window for a mail to choose a new password.',
      { unit: 'requests' },
    ),
    recoveriesBeforeChallenge: integer(
      3,
      [0, 1_000_000],
      'Such requests from one address in a window before a proof of work is asked; 0 asks it always.',
      { unit: 'requests' },
    ),
    passkeyLogins: integer(
      1000,
      [1, 1_000_000],
      'Logins from one address in a window that are begun without a name, for a passkey. In a browser that suggests passkeys each view of the login page begins one, or takes up the one that the browser has.',
      { unit: 'logins' },
    ),
    emailCodes: integer(
      100,
      [1, 1_000_000],
      'Logins from one address in a window that ask for a code by mail.',
      { unit: 'logins' },
    ),
    emailCodesBeforeChallenge: integer(
      10,
      [0, 1_000_000],
      'Such logins from one address in a window before a proof of work is asked; 0 asks it always.',
      { unit: 'logins' },
    ),
    challengeGuesses: integer(
      1600,
      [2, 1_000_000],
      'The most guesses that a proof of work takes; the fewest are half as many. The default keeps a browser busy for about a second.',
      { unit: 'guesses' },
    ),
    challengeLifetime: duration(
      '10m',
      [seconds(30), hours(24)],
      'How long a proof-of-work challenge may be solved.',
    ),
    deviceLifetime: duration(
      '365d',
      [minutes(1), days(400)],
      'How long a browser counts as known to an account after a login.',
    ),
  }),
  email: Type.Object({
    registration: choice(
      ['optional', 'required'],
      'optional',
      'Whether a registration must name an e-mail address. `required` with `before-login` also asks it of accounts that have none, at their next login.',
    ),
    verification: choice(
      ['none', 'later', 'before-login'],
      'before-login',
      'When somebody must prove the address that they have asked for: before they get a session, later (the account page reminds), or never (`none`; the registration page then asks for no address unless it is required). Nobody is asked where no mail is sent, in production without `mail.url`. Whatever this says, an address that is not proved opens nothing.',
    ),
    verifyLifetime: duration(
      '24h',
      [minutes(10), hours(24)],
      'How long the link that proves an e-mail address may be used. NIST SP 800-63B-4 allows 24 hours at most.',
    ),
    recoverLifetime: duration(
      '30m',
      [minutes(10), hours(1)],
      'How long the link to choose a new password may be used.',
    ),
    mailsAnHour: integer(
      5,
      [1, 1000],
      'Mails with a link or a code in an hour, counted for each account and for each address, and for each kind apart.',
      { unit: 'mails' },
    ),
  }),
  data: Type.Object({
    maxBytes: integer(65_536, [2, 16_777_216], 'The largest data document of an account, as JSON.', {
      unit: 'bytes',
    }),
    schema: jsonSchema(
      'A JSON Schema that every data document must fit: the schema itself, or the path of a JSON file that holds it.',
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
  mail: Type.Object({
    url: place(
      'mailServer',
      '',
      'The mail server that hands mails on: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`. Without it no mail is sent, and what needs mail is not offered. In development nothing is sent: mails are shown at `/dev/mailbox`.',
      { secret: true },
    ),
    from: place(
      'sender',
      '',
      'Who mails come from: `login@example.com` or `Example <login@example.com>`. Needed with `mail.url`.',
    ),
    tls: choice(
      ['required', 'optional'],
      'required',
      'Whether mails may leave unencrypted when the mail server offers no TLS. `optional` is for a relay in a network of your own, and only without a password. A server on a loopback address needs none.',
    ),
  }),
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

/** Reads defaults, file, environment and flags, the later over the earlier; throws a ConfigError. */
export async function loadConfig(
  options: LoadOptions,
): Promise<{ config: Config; sources: Map<string, Source> }> {
  const { config, sources, problems } = await inspectConfig(options);
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, sources };
}

/** The same without throwing. A key that is refused has its default in `config` and `(refused)` in `sources`. */
export async function inspectConfig({
  mode,
  flags = {},
  env = process.env,
  cwd = process.cwd(),
}: LoadOptions): Promise<{ config: Config; sources: Map<string, Source>; problems: string[] }> {
  const keys = listKeys(configSchema);
  const file = await readConfigFile(cwd, flags.config);
  const said = [fromFile(keys, file), fromEnvironment(keys, env, cwd), fromFlags(flags, cwd)];
  const given = new Map(said.flatMap(({ values }) => [...values]));
  const { values: read, sources, refused, problems } = effectiveValues(keys, given, { mode, cwd });
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
    hash: { ...values.hash, concurrency: values.hash.concurrency || availableParallelism() + 1 },
  };
  if (mode === 'development' && config.publicUrl === '') config.publicUrl = localAddress(config);
  showAs(sources, 'publicUrl', config.publicUrl);
  showAs(sources, 'hash.concurrency', config.hash.concurrency);
  // Without the file that was meant to be read, what seems to be missing may stand in it.
  const rules = file.problems.length > 0 ? [] : rulesFor(config, isDefault);
  rules.push({ name: 'data.schema', verdict: await faultOfSchema(config.data.schema) });
  for (const { name, reads = [], verdict } of rules) {
    if (verdict === undefined || [name, ...reads].some((key) => refused.has(key))) continue;
    problems.push(`${labelled(name, sources)} ${verdict}.`);
  }
  return {
    config,
    sources,
    problems: [...file.problems, ...said.flatMap((one) => one.problems), ...problems],
  };
}

/** Shows what a default was worked out to be. */
function showAs(sources: Map<string, Source>, name: string, value: unknown): void {
  const source = sources.get(name);
  if (source && source.value !== '(refused)') source.value = value;
}

/** The address of a server on this machine; one that listens everywhere is reached by loopback. */
export function localAddress({ host, port }: { host: string; port: number }): string {
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return new URL(`http://${isIPv6(name) ? `[${name}]` : name}:${port}`).origin;
}
