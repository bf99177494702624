import { days, minutes } from '../kit/duration.ts';
import { type Static, Type } from '../kit/schema.ts';
import { adminKeys } from './admin.ts';
import { appsKeys } from './apps.ts';
import { httpKeys } from './http.ts';
import { choice, duration, integer, jsonSchema, list, place, processes, text } from './keys.ts';
import { limitsKeys } from './limits.ts';
import {
  hashKeys,
  loginKeys,
  passkeyKeys,
  passwordKeys,
  sessionKeys,
  totpKeys,
  usernameKeys,
} from './login.ts';
import { emailKeys, mailKeys } from './mail.ts';
import { registrationKeys } from './registration.ts';
import { brandKeys, linksKeys, pagesKeys } from './site.ts';

/** Development mode allows conveniences that production refuses. */
export type Mode = 'development' | 'production';

/** Every key of the configuration, with its type, default, unit, limits and description. */
export const configSchema = Type.Object({
  siteName: text('Latchkey', 'The name of your site, shown on every page. It is refused as a password.', {
    shortest: 1,
    longest: 60,
  }),
  publicUrl: place(
    'address',
    '',
    'The address people open, such as `https://login.example.com`: scheme and host, without a path. Required in production, with https unless it is a loopback address. In development it defaults to `http://localhost:{port}`, or to the address in `host`. Development also refuses requests for any host name other than this one, `host`, a loopback name or an IP address.',
  ),
  appUrl: place(
    'link',
    '',
    'The URL of the app people sign in to, such as `https://app.example.com/`. Sign-ins without `next` redirect there, and so does `/` in production. Without it, both lead to pages of this server.',
  ),
  host: place('host', '127.0.0.1', 'The address to listen on. `0.0.0.0` or `::` listens on all networks.'),
  port: integer(5000, [0, 65_535], 'The port to listen on, or 0 for any free port.'),
  dataDir: place(
    'folder',
    './latchkey-data',
    "The folder of the SQLite database and the secret key. It is created if it doesn't exist.",
  ),
  secretKey: text(
    '',
    'Encrypts authenticator app keys and stored emails, and signs challenges and device cookies. Without it, a key is generated at the first start and kept in `secret.key` in `dataDir`. Required with PostgreSQL, with the same value for every process. The server refuses to start with another key than its database uses. To replace it, run `latchkey secret rotate`.',
    { secret: true, shortest: 32, longest: 1000 },
  ),
  trustedProxies: list(
    'addresses',
    'The IP addresses or CIDR ranges of your reverse proxies. `X-Forwarded-For` is trusted only from these. In production, ranges can be at most as wide as /8 (IPv4), /16 (IPv6) or /7 (`fc00::/7`).',
  ),
  allowedOrigins: list(
    'origins',
    'The origins whose pages can call the API with cookies (CORS), such as `https://app.example.com`. In development, every loopback origin can too.',
  ),
  server: Type.Object({
    workers: processes(
      1,
      [1, 64],
      '`latchkey serve` only: how many processes answer requests, or `auto` for one per core. With more than one, a process that ends is replaced, and `SIGHUP` reloads the configuration file.',
    ),
  }),
  pages: pagesKeys,
  links: linksKeys,
  brand: brandKeys,
  database: Type.Object({
    url: place(
      'database',
      '',
      'The PostgreSQL database to use, such as `postgres://user:password@host:5432/name`. Without it, data is stored in `latchkey.sqlite` in `dataDir`.',
      { secret: true },
    ),
    poolSize: integer(10, [1, 1000], 'PostgreSQL only: the maximum number of connections per process.', {
      unit: 'connections',
    }),
    prepared: choice(
      ['auto', 'on', 'off'],
      'auto',
      'PostgreSQL only: whether to use named prepared statements. `auto` stops using them when a connection pooler such as PgBouncer mixes them up. `on` always uses them, and fails behind such a pooler. `off` never does.',
    ),
  }),
  http: httpKeys,
  metrics: Type.Object({
    allowedAddresses: list(
      'addresses',
      'IP addresses or CIDR ranges that can read `/metrics`, in addition to loopback.',
    ),
  }),
  accounts: Type.Object({
    deleteGrace: duration(
      '14d',
      [0, days(365)],
      'How long an account that an admin deleted can be restored. Until then, nobody can sign in to it, and its username and email address stay taken. People who delete their own account delete it immediately.',
    ),
  }),
  registration: registrationKeys,
  username: usernameKeys,
  login: loginKeys,
  password: passwordKeys,
  hash: hashKeys,
  session: sessionKeys,
  totp: totpKeys,
  passkey: passkeyKeys,
  apps: appsKeys,
  admin: adminKeys,
  limits: limitsKeys,
  email: emailKeys,
  data: Type.Object({
    maxBytes: integer(65_536, [2, 16_777_216], 'Maximum size of the data of an account, as JSON.', {
      unit: 'bytes',
    }),
    schema: jsonSchema(
      'A JSON Schema that the data of every account must match: the schema itself, or the path of a JSON file that contains it.',
    ),
  }),
  search: Type.Object({
    dataFields: list(
      'pointers',
      'The values in the data of accounts that people can be found by in the admin console and with `latchkey accounts list --search`, as JSON Pointers such as `/name`. Nothing else of the data is searched. After a change, the server indexes all accounts again in the background.',
    ),
  }),
  events: Type.Object({
    keep: duration(
      '400d',
      [days(1), days(3650)],
      'How long the events of accounts are kept. Events without an account, such as sign-ins with an unknown username, are kept for at most 30 days, and only the latest 50,000.',
    ),
  }),
  audit: Type.Object({
    keep: duration(
      '730d',
      [days(730), days(3650)],
      'How long the audit log is kept: what admins and commands did. Rows that are older are deleted about once a month.',
    ),
  }),
  trails: Type.Object({
    keep: duration(
      '30d',
      [minutes(1), days(400)],
      'How long the trail of each attempt is kept, with its steps.',
    ),
    most: integer(
      1_000_000,
      [0, 100_000_000],
      'The maximum number of requests with steps to keep. The oldest are deleted first. 0 keeps none.',
      { unit: 'requests' },
    ),
  }),
  telemetry: Type.Object({
    otlpUrl: place(
      'address',
      '',
      'An OpenTelemetry collector that accepts traces by OTLP over HTTP, such as `http://127.0.0.1:4318`. The steps of each attempt are sent to `/v1/traces` as spans. Without it, nothing is sent.',
    ),
  }),
  mail: mailKeys,
  log: Type.Object({
    level: choice(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'info',
      'The minimum level of log messages.',
    ),
    format: choice(['json', 'pretty'], 'json', 'One JSON object per line, or lines that are easy to read.', {
      inDevelopment: 'pretty',
    }),
  }),
});

/**
 * The effective configuration: durations in milliseconds, `publicUrl` an origin without a trailing slash, `dataDir`
 * absolute, `hash.concurrency` resolved. A string that isn't set is empty, and `data.schema` is null.
 */
export type Config = Static<typeof configSchema> & { readonly mode: Mode };
