import { BlockList, isIPv4 } from 'node:net';
import { contrastOf, enoughContrast } from '../kit/contrast.ts';
import { formatDuration } from '../kit/duration.ts';
import { bitsOf, fewestBits } from '../kit/secret-strength.ts';
import { grounds } from '../kit/ui/brand.ts';

/** Argon2id settings of equal strength: OWASP Password Storage Cheat Sheet. */
const owaspTable = [
  { memory: 47_104, iterations: 1 },
  { memory: 19_456, iterations: 2 },
  { memory: 12_288, iterations: 3 },
  { memory: 9_216, iterations: 4 },
  { memory: 7_168, iterations: 5 },
] as const;

/** The end of a sentence that begins with a key's name, or undefined when the rule is kept. */
type Verdict = string | undefined;

export interface Rule {
  /** The key that the sentence begins with. */
  name: string;
  /** Other keys that the rule looks at: it says nothing when one of them was refused. */
  reads?: readonly string[];
  verdict: Verdict;
  /** The rule is about how easy a secret is to guess: one that is in use already is not refused. */
  isStrength?: true;
}

/** The part of the configuration that rules look at. */
interface Ruled {
  mode: 'development' | 'production';
  publicUrl: string;
  appUrl: string;
  brand: { colour: string; colourDark: string };
  database: { url: string };
  secretKey: string;
  trustedProxies: readonly string[];
  allowedOrigins: readonly string[];
  username: { minLength: number; maxLength: number };
  password: { minLength: number; maxLength: number; pepper: string };
  hash: { memory: number; iterations: number; parallelism: number };
  session: { idle: number; absolute: number; rememberIdle: number; rememberAbsolute: number };
  limits: { waitAfter: number; disableAfter: number; firstWait: number; longestWait: number };
  email: { registration: string; verification: string };
  login: { emailCode: boolean };
  mail: { url: string; from: string; tls: string };
}

/** The rules between keys, and in production those that keep it safe. */
export function rulesFor(config: Ruled, isDefault: (name: string) => boolean): Rule[] {
  const { username, password, hash, session, limits } = config;
  const always: Rule[] = [
    notMore('username.minLength', username.minLength, 'username.maxLength', username.maxLength),
    notMore('password.minLength', password.minLength, 'password.maxLength', password.maxLength),
    notMore('limits.waitAfter', limits.waitAfter, 'limits.disableAfter', limits.disableAfter),
    notLonger('limits.firstWait', limits.firstWait, 'limits.longestWait', limits.longestWait),
    notLonger('session.idle', session.idle, 'session.absolute', session.absolute),
    notLonger(
      'session.rememberIdle',
      session.rememberIdle,
      'session.rememberAbsolute',
      session.rememberAbsolute,
    ),
    { name: 'hash.memory', reads: ['hash.parallelism'], verdict: fitsLanes(hash) },
    { name: 'secretKey', reads: ['database.url'], verdict: isSharedKey(config) },
    { name: 'mail.from', reads: ['mail.url'], verdict: isSaidWithServer(config.mail) },
    { name: 'mail.url', reads: ['mail.from'], verdict: isSaidWithSender(config.mail) },
    { name: 'mail.tls', reads: ['mail.url'], verdict: hidesPassword(config.mail) },
    { name: 'brand.colour', verdict: canBeRead(config.brand.colour, grounds.light) },
    { name: 'brand.colourDark', verdict: canBeRead(config.brand.colourDark, grounds.dark) },
  ];
  if (config.mode === 'development') return always;
  return [
    { name: 'publicUrl', verdict: isPublicAddress(config.publicUrl) },
    { name: 'appUrl', verdict: isEncryptedOrLocal(config.appUrl) },
    {
      name: 'trustedProxies',
      reads: ['publicUrl'],
      verdict: namesItsProxies(config.publicUrl, !isDefault('trustedProxies')),
    },
    { name: 'trustedProxies', verdict: trustsNotEverybody(config.trustedProxies) },
    { name: 'allowedOrigins', verdict: allEncrypted(config.allowedOrigins) },
    { name: 'secretKey', verdict: weaknessOf(config.secretKey), isStrength: true },
    { name: 'password.pepper', verdict: weaknessOf(password.pepper), isStrength: true },
    { name: 'password.minLength', verdict: isLongEnough(password.minLength) },
    { name: 'hash.memory', reads: ['hash.iterations'], verdict: isStrongHash(hash) },
    {
      name: 'email.verification',
      reads: ['mail.url'],
      verdict: canBeProved(config, !isDefault('email.verification')),
    },
    { name: 'email.registration', reads: ['mail.url'], verdict: canBeAsked(config) },
    { name: 'login.emailCode', reads: ['mail.url'], verdict: canSend(config) },
    ...always,
  ];
}

function notMore(name: string, low: number, highName: string, high: number): Rule {
  const verdict = `must be at most ${highName}, which is ${high}: lower it or raise that`;
  return { name, reads: [highName], verdict: low <= high ? undefined : verdict };
}

function notLonger(name: string, short: number, longName: string, long: number): Rule {
  const verdict = `must not be longer than ${longName}, which is ${formatDuration(long)}: shorten it or lengthen that`;
  return { name, reads: [longName], verdict: short <= long ? undefined : verdict };
}

/** NIST SP 800-63B-4 section 3.1.1.2: never fewer than eight characters. */
function isLongEnough(minLength: number): Verdict {
  return minLength >= 8 ? undefined : 'must be at least 8, and better 15, the default';
}

/** Processes that share a database must accept each other's challenges and device cookies. */
function isSharedKey({ database, secretKey }: Ruled): Verdict {
  if (database.url === '' || secretKey !== '') return undefined;
  return 'must be given with PostgreSQL, the same to every process: make one with "openssl rand -base64 32" and set LATCHKEY_SECRET_KEY';
}

function isSaidWithServer({ url, from }: Ruled['mail']): Verdict {
  if (url === '' || from !== '') return undefined;
  return 'must be given with mail.url: say who mails come from, such as LATCHKEY_MAIL_FROM=login@example.com';
}

function isSaidWithSender({ url, from }: Ruled['mail']): Verdict {
  if (url !== '' || from === '') return undefined;
  return 'must be given with mail.from: name the mail server, such as LATCHKEY_MAIL_URL=smtp://user:password@host:587';
}

/** In development nothing is sent, and the mailbox shows it. */
function canSend({ login, mail }: Ruled): Verdict {
  if (!login.emailCode || mail.url !== '') return undefined;
  return 'needs a mail server: name it, such as LATCHKEY_MAIL_URL=smtp://user:password@host:587, or leave the codes off';
}

/** Whoever stands between could leave TLS out of what the server offers, and be told the password. */
function hidesPassword({ url, tls }: Ruled['mail']): Verdict {
  const hasPassword = url !== '' && new URL(url).password !== '';
  if (tls === 'required' || !hasPassword || new URL(url).protocol === 'smtps:') return undefined;
  return 'must be required when mail.url has a password, which would cross the network in the clear';
}

/** A policy that was asked for and cannot be kept is no policy. */
function canBeProved({ email, mail }: Ruled, isGiven: boolean): Verdict {
  if (!isGiven || email.verification === 'none' || mail.url !== '') return undefined;
  return 'needs mail.url: without a mail server nobody can confirm an address';
}

function canBeAsked({ email, mail }: Ruled): Verdict {
  if (email.registration === 'optional' || mail.url !== '') return undefined;
  return 'must be optional without mail.url: no address can be asked for, so nobody could register';
}

/** RFC 9106 section 3.1: at least eight blocks of a KiB for each lane. */
function fitsLanes({ memory, parallelism }: Ruled['hash']): Verdict {
  const least = 8 * parallelism;
  return memory >= least ? undefined : `must be at least ${least}: 8 KiB for each lane of hash.parallelism`;
}

function isStrongHash({ memory, iterations }: Ruled['hash']): Verdict {
  if (owaspTable.some((row) => memory >= row.memory && iterations >= row.iterations)) return undefined;
  const rows = owaspTable.map((row) => `${row.memory}/${row.iterations}`).join(', ');
  return `with hash.iterations makes too weak a hash: raise them to at least one of ${rows} (memory/iterations)`;
}

/** What is wrong with a secret that is easy to guess, as the end of a sentence; nothing is with one that is not set. */
export function weaknessOf(secret: string): Verdict {
  if (secret === '' || bitsOf(secret) >= fewestBits) return undefined;
  return 'is easy to guess: make one with "openssl rand -base64 32"';
}

/** Buttons and links in this colour, on each of the backgrounds that they lie on. */
function canBeRead(colour: string, backgrounds: readonly string[]): Verdict {
  if (colour === '') return undefined;
  const [worst = ''] = backgrounds.toSorted((a, b) => contrastOf(colour, a) - contrastOf(colour, b));
  const contrast = contrastOf(colour, worst);
  if (contrast >= enoughContrast) return undefined;
  // Rounded down, so that 4.49 is not said to be 4.5.
  return `has a contrast of ${Math.floor(contrast * 10) / 10}:1 to ${worst}, and text needs ${enoughContrast}:1: choose a ${contrastOf(worst, '#ffffff') < contrastOf(worst, '#000000') ? 'darker' : 'lighter'} one`;
}

function isEncryptedOrLocal(appUrl: string): Verdict {
  if (appUrl === '' || appUrl.startsWith('https:') || isLoopback(appUrl)) return undefined;
  return 'must be https: people are led there right after they have signed in';
}

function isPublicAddress(publicUrl: string): Verdict {
  if (publicUrl === '') {
    return 'is missing: give the address that people open, such as LATCHKEY_PUBLIC_URL=https://login.example.com';
  }
  if (publicUrl.startsWith('https:') || isLoopback(publicUrl)) return undefined;
  return 'must be https: passwords and sessions would cross the network in the clear';
}

/** Without this, everybody would share the proxy's address, or anybody could choose their own. */
function namesItsProxies(publicUrl: string, isGiven: boolean): Verdict {
  if (isGiven || !publicUrl.startsWith('https:') || isLoopback(publicUrl)) return undefined;
  return 'must be said when publicUrl is https, which a proxy in front serves: give its addresses, such as LATCHKEY_TRUSTED_PROXIES=10.0.0.5, or an empty value to trust none';
}

/** The widest range that may be a network of one's own: 10.0.0.0/8 (RFC 1918), fc00::/7 (RFC 4193), else a /16. */
function trustsNotEverybody(ranges: readonly string[]): Verdict {
  const open = ranges.find(isTooWide);
  return (
    open &&
    `must not hold ${open}: whoever is in it could claim any address; name the proxies, or a range of at least /8 (IPv4), /16 (IPv6) or /7 (unique local IPv6)`
  );
}

function isTooWide(range: string): boolean {
  const [address = '', bits] = range.split('/');
  if (bits === undefined) return false;
  if (isIPv4(address)) return Number(bits) < 8;
  const { hostname } = new URL(`http://[${address}]`);
  // Every IPv4 address is in ::ffff:0:0/96 as well.
  if (hostname.startsWith('[::ffff:')) return Number(bits) < 96 + 8;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), 'ipv6');
  return list.check('0.0.0.0', 'ipv4') || Number(bits) < (/^\[f[cd]/.test(hostname) ? 7 : 16);
}

function allEncrypted(origins: readonly string[]): Verdict {
  const open = origins.find((origin) => origin.startsWith('http:') && !isLoopback(origin));
  return open && `must not hold ${open}: a page on plain http can be changed on its way; use https`;
}

/** `localhost` and names under it (RFC 6761 section 6.3), 127.0.0.0/8 and ::1. */
function isLoopback(address: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}
