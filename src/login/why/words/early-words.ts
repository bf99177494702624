import { type StepWith, english as trails } from '../../../people/trails/index.ts';
import type { Found } from '../finding.ts';

const { refusedBecause, troubles } = trails.early;

const allow = (origin: string | undefined, before = ''): string =>
  origin === undefined
    ? 'Add the origin of your frontend to `allowedOrigins` (LATCHKEY_ALLOWED_ORIGINS) and restart the server.'
    : `If it's your frontend, ${before}add ${origin} to \`allowedOrigins\` (LATCHKEY_ALLOWED_ORIGINS=${origin}; separate several with commas) and restart the server.`;

const notYours = "If it isn't yours, another website tried to act for the person, and nothing happened.";

const openPublicUrl =
  'People must open this server at its `publicUrl`. If the other address is the right one, set `publicUrl` (LATCHKEY_PUBLIC_URL) to it. Behind a proxy, the proxy must pass on the host name.';

const checkField = (field: string | undefined): readonly string[] => [
  field === undefined
    ? 'The answer says which field it is, in `errors`.'
    : `Check the field \`${field}\` first. The answer says what is wrong with it, in \`errors\`.`,
  'The API reference at /reference lists every field.',
];

type Format = StepWith<'received'>['format'];

const advice: Readonly<
  Record<
    StepWith<'refused-early'>['cause'],
    (step: StepWith<'refused-early'>, format: Format) => readonly string[]
  >
> = {
  origin: ({ origin }) => [allow(origin), notYours],
  preflight: ({ origin }) => [allow(origin), notYours],
  'plain-http': ({ origin }) => [
    allow(origin?.replace('http:', 'https:'), 'serve it over https, and '),
    notYours,
  ],
  'own-other-address': () => [openPublicUrl],
  'unnamed-origin': () => [
    'Open the page over http or https, such as from a local web server, not as a file, and not in a sandboxed frame.',
    'If a proxy sets `Referrer-Policy: no-referrer`, remove that.',
  ],
  'preflight-headers': () => [
    'Remove the headers that your frontend adds. Only Content-Type, Authorization, If-Match, If-None-Match and Latchkey-Owner are allowed.',
  ],
  host: () => [openPublicUrl],
  schema: ({ field }) => checkField(field),
  'empty-body': () => ['Send the fields as a JSON object: `body: JSON.stringify({ username, password })`.'],
  'malformed-body': () => [
    'Send valid JSON in UTF-8: `body: JSON.stringify(…)`. The answer has the line and the column.',
  ],
  malformed: () => ['The answer says what is wrong with the request. Send it with an HTTP library.'],
  'content-type': (_step, format) => [
    format === 'form'
      ? 'This is the address of a page, which takes a form (`application/x-www-form-urlencoded`). Send JSON to the API, such as POST /api/login.'
      : 'Send JSON with `Content-Type: application/json`. A plain HTML form must be sent to the page (/login), not to the API.',
  ],
  'not-an-object': () => [
    'Send the fields as an object, and make it JSON only once: `body: JSON.stringify({ username, password })`.',
  ],
  workshop: () => [
    'Send JSON to POST /api/login or POST /api/register, or use the page. For the workshop, start the server with "npm start".',
  ],
  compressed: () => ['Send the body without `Content-Encoding`.'],
  'too-large': () => ['Send less at once: the answer says which limit holds.'],
  'form-owner': () => [
    'Someone else signed in, or a newer sign-in began, in the same browser after the page was opened.',
    'Reload the page and send the form again.',
  ],
};

type Trouble = StepWith<'database-trouble'>['trouble'];

const repairs: Readonly<Record<Trouble, readonly string[]>> = {
  unreachable: [
    'Start the database, and check `database.url` (LATCHKEY_DATABASE_URL) and the network. With SQLite, check that the file in `dataDir` is there and that the server may open it.',
  ],
  refused: ['Check the user, password and database name in `database.url` (LATCHKEY_DATABASE_URL).'],
  tls: ['Check the certificate of the database, and `sslmode` in `database.url` (LATCHKEY_DATABASE_URL).'],
  'read-only': [
    'PostgreSQL: `database.url` must lead to the primary, not to a standby, and `default_transaction_read_only` must be off. SQLite: the server must be allowed to write to the file and its folder.',
  ],
  full: ["Free space on the database's disk."],
  busy: [
    'Close what holds a lock, such as a backup, a database shell or a long transaction. If nothing does, the database has more to do than it can.',
  ],
  failing: ["Check the database's disk, and have a backup ready."],
};

/** What is the matter with a request that came to nothing before its attempt, or outside of it. */
export const early = {
  refused: (step: StepWith<'refused-early'>, format: Format): Found => ({
    because: `the request was refused before anything was tried, because ${refusedBecause(step)}`,
    advice: advice[step.cause](step, format),
  }),
  /** Where the handler found it, whose own steps tell nothing of it. */
  faultyField: (
    field: StepWith<'refused'>['field'],
    fault: NonNullable<StepWith<'refused'>['fault']>,
  ): Found => ({
    because: trails.early.faultOf(field, fault),
    advice: checkField(field),
  }),
  database: ({ trouble }: StepWith<'database-trouble'>): Found => ({
    because: troubles[trouble],
    advice: [
      ...repairs[trouble],
      "It isn't the person's fault. Nothing was changed: once that's done, they can try again.",
    ],
  }),
  /** While the database takes no writes. */
  noWrites: (trouble: Trouble): string =>
    [`Nobody can sign in now: ${troubles[trouble]}.`, ...repairs[trouble]].join(' '),
  /** What follows who it is about. */
  needed: (step: StepWith<'verification-needed'>): Found => ({
    because: `the person ${trails.early.lastProof(step)}`,
    advice: [
      'The page asks for it. Over the API, send one of `next` to POST /api/reauthenticate, then repeat the request.',
    ],
  }),
  pepper: [
    'Start the server with the pepper that it had before: LATCHKEY_PASSWORD_PEPPER, or the file in LATCHKEY_PASSWORD_PEPPER_FILE. It should be in your backup.',
  ],
  unnamedAttempt: {
    because: 'the request names no attempt',
    advice: [
      'A frontend puts the `attempt` from the answer to POST /api/login into the address: `/api/login/:attempt/…`. On a page, the browser has no cookie of an attempt. Start over.',
    ],
  },
  passwordInUrl:
    'The password was in the URL, so it may be in the browser history and in logs. Use the page or POST /api/login, and choose another password.',
};
