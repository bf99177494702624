import { days, minutes } from '../kit/duration.ts';
import { type Static, Type } from '../kit/schema.ts';
import { httpKeys } from './http.ts';
import { choice, duration, integer, jsonSchema, list, place, text } from './keys.ts';
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
import { brandKeys, linksKeys, pagesKeys } from './site.ts';

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
  appUrl: place(
    'link',
    '',
    'The address of the app that people sign in to, such as `https://app.example.com/`. A sign-in without `next` leads there, and so does `/` in production. Without it, both lead to pages of this server.',
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
  pages: pagesKeys,
  links: linksKeys,
  brand: brandKeys,
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
