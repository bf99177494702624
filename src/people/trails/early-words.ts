import type { StepCode, StepWith } from './steps.ts';

const causes: Readonly<Record<StepWith<'refused-early'>['cause'], string>> = {
  origin: "the page that sent it belongs to another site, which isn't in `allowedOrigins`",
  'own-other-address': 'the page was opened at another address of this server than `publicUrl`',
  'plain-http':
    'the page that sent it belongs to another site, on plain http, which a server on https never allows',
  'unnamed-origin': 'a browser sent it from a page without an origin, such as a file or a sandboxed frame',
  preflight: "the browser asked first, and the origin of the page isn't in `allowedOrigins`",
  'preflight-headers': 'the browser asked first, for a header that no request here may have',
  host: 'it was sent to a host name that this server is not known by',
  schema: "a field is missing, isn't known, or has a value that isn't allowed",
  'not-an-object': 'its body is JSON, but no object',
  workshop: 'it is one of the workshop, which only development mode answers',
  'empty-body': 'it has no body',
  'malformed-body': "its body can't be read",
  malformed: 'it breaks HTTP/1.1',
  'content-type': "its body has a media type that isn't supported here",
  compressed: 'its body is compressed',
  'too-large': 'its body is too large',
  'form-owner': 'the form was made for another account or sign-in',
};

const faults: Readonly<Record<NonNullable<StepWith<'refused-early'>['fault']>, (field: string) => string>> = {
  missing: (field) => `${field} is missing`,
  'unknown-field': (field) => `${field} isn't one of this request`,
  type: (field) => `${field} has a value of the wrong type`,
  'too-short': (field) => `${field} is empty or too short`,
  'too-long': (field) => `${field} is too long`,
  twice: (field) => `${field} is given more than once`,
};

const faultOf = (field: string | undefined, fault: NonNullable<StepWith<'refused-early'>['fault']>): string =>
  faults[fault](field === undefined ? 'a field' : `the field \`${field}\``);

/** Why a request was refused before anything was tried, as the end of a sentence. */
function refusedBecause({ cause, origin, field, fault }: StepWith<'refused-early'>): string {
  if (fault !== undefined) return faultOf(field, fault);
  const about = origin ?? field;
  return `${causes[cause]}${about === undefined ? '' : ` (${about})`}`;
}

const troubles: Readonly<Record<StepWith<'database-trouble'>['trouble'], string>> = {
  unreachable: "the database can't be reached",
  refused: 'the database refuses the user, the password or the database name',
  tls: "there's no trusted encrypted connection to the database",
  'read-only': 'the database is read-only',
  full: "the database's disk is full",
  busy: 'the database is locked or overloaded',
  failing: "the database's disk reports errors",
};

/** What is wrong with the pepper of a hash, as the end of a sentence about it. */
const peppers: Readonly<Record<StepWith<'pepper-differs'>['state'], string>> = {
  missing: 'was hashed with a pepper, and this server has none',
  other: "was hashed with another pepper than this server's",
};

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** `11 minutes`; rounded down. */
function longAgo(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return plural(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.floor(hours / 24), 'day');
}

/** When somebody has shown who they are, and that it's too long ago: what follows their name. */
function lastProof({ by, seconds }: Pick<StepWith<'verification-needed'>, 'by' | 'seconds'>): string {
  if (by === 'nothing')
    return "hasn't confirmed a second factor in this session; this needs it in the last ten minutes";
  const what = {
    'sign-in': 'signed in',
    confirmation: 'confirmed their identity',
    'second-factor': 'confirmed a second factor',
  }[by];
  return `${what} ${longAgo(seconds)} ago; this needs the last ten minutes`;
}

/** What the steps of this part say, but for the name of whoever they are about. */
export const early = { faultOf, refusedBecause, troubles, peppers, lastProof, longAgo };

/** What the guide says of them. */
export const earlyExplanations = {
  'refused-early': {
    title: 'Refused before it began',
    rule: "A request from another site, to an unknown host name or in a form that can't be read is refused before anything is tried.",
    why: "No password was checked and nothing was counted. The step has the reason, and the origin of the page if the browser sent one. Add your frontend's origin to `allowedOrigins` (`LATCHKEY_ALLOWED_ORIGINS=https://app.example.com`), and open this server at its `publicUrl`. At most ten such requests of an address are recorded in a minute, and 60 in total, so that a flood can't push out the trails of others.",
  },
  'database-trouble': {
    title: 'Database trouble',
    rule: "While the database can't be reached or written, nobody signs in, and nothing changes.",
    why: "Trails wait in memory until the database is back. It's a fault of the server: `/readyz` and the log name it too. Check `database.url`, the disk, and whether another program holds a lock.",
  },
  'pepper-differs': {
    title: 'Another pepper',
    rule: 'A password that was hashed with a pepper can only be checked with the same pepper.',
    why: "The person gets the same answer as for an incorrect password, because another one would reveal that the account exists. Start the server with the pepper that it had (`LATCHKEY_PASSWORD_PEPPER`). If it's lost, only a password reset by email or another way to sign in helps.",
  },
  'password-hashed': {
    title: 'Password hashed',
    rule: 'A new password is hashed with argon2id before it is stored. For an unknown username, a hash is checked that no password matches.',
    why: 'Hashing is slow on purpose, so it takes most of the time of a request. Doing it for unknown usernames too keeps the time of an answer from telling who has an account.',
  },
  'common-passwords-loaded': {
    title: 'Common passwords loaded',
    rule: 'The list of common passwords is loaded when the first new password is checked, and then kept.',
    why: "It's a step of its own so that its time isn't taken for the time of the check.",
  },
  'password-in-url': {
    title: 'Password in the URL',
    rule: 'A password in a URL ends up in the browser history and in the logs of proxies.',
    why: 'The requests of the workshop send it that way, and development mode answers them as before. Use the page, or send JSON to POST /api/login.',
  },
  'verification-needed': {
    title: 'Confirmation needed',
    rule: 'Sensitive changes need the identity confirmed in the last ten minutes, with a second factor if the account has one.',
    why: 'A session that was left open must not be enough to take over an account. The page asks for it; over the API, send one of `next` to POST /api/reauthenticate and repeat the request.',
  },
} satisfies Partial<Record<StepCode, { title: string; rule: string; why: string }>>;
