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

/** The end of a sentence that begins with a key's name, or undefined when the rule holds. */
type Verdict = string | undefined;

export interface Rule {
  /** The key the sentence begins with. */
  name: string;
  /** Other keys the rule depends on. It's skipped when one of them was refused. */
  reads?: readonly string[];
  verdict: Verdict;
  /** The rule is about a weak secret. One that's already in use isn't refused. */
  isStrength?: true;
}

/** The part of the configuration that rules check. */
interface Ruled {
  mode: 'development' | 'production';
  publicUrl: string;
  appUrl: string;
  brand: { colour: string; colourDark: string };
  admin: { setupSecret: string };
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
  registration: { mode: string; allowedDomains: readonly string[] };
  mail: { url: string; from: string; tls: string };
}

/** The rules between keys, and those that keep production safe. */
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
    {
      name: 'registration.allowedDomains',
      reads: ['email.registration', 'email.verification'],
      verdict: holdsAddresses(config),
    },
    { name: 'admin.setupSecret', verdict: weaknessOf(config.admin.setupSecret) },
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
    { name: 'registration.mode', reads: ['mail.url'], verdict: canInvite(config) },
    ...always,
  ];
}

function notMore(name: string, low: number, highName: string, high: number): Rule {
  const verdict = `must be at most ${highName} (${high})`;
  return { name, reads: [highName], verdict: low <= high ? undefined : verdict };
}

function notLonger(name: string, short: number, longName: string, long: number): Rule {
  const verdict = `must be at most ${longName} (${formatDuration(long)})`;
  return { name, reads: [longName], verdict: short <= long ? undefined : verdict };
}

/** NIST SP 800-63B-4 section 3.1.1.2: never fewer than eight characters. */
function isLongEnough(minLength: number): Verdict {
  return minLength >= 8 ? undefined : 'must be at least 8. The default of 15 is recommended';
}

/** Processes that share a database must accept each other's challenges and device cookies. */
function isSharedKey({ database, secretKey }: Ruled): Verdict {
  if (database.url === '' || secretKey !== '') return undefined;
  return 'is required with PostgreSQL. Generate one with "openssl rand -base64 32" and set LATCHKEY_SECRET_KEY to it for every process';
}

function isSaidWithServer({ url, from }: Ruled['mail']): Verdict {
  if (url === '' || from !== '') return undefined;
  return 'is required with mail.url. Set the sender, such as LATCHKEY_MAIL_FROM=login@example.com';
}

function isSaidWithSender({ url, from }: Ruled['mail']): Verdict {
  if (url !== '' || from === '') return undefined;
  return 'is required with mail.from. Set the mail server, such as LATCHKEY_MAIL_URL=smtp://user:password@host:587';
}

/** In development, emails go to the mailbox instead. */
function canSend({ login, mail }: Ruled): Verdict {
  if (!login.emailCode || mail.url !== '') return undefined;
  return 'requires mail.url. Set it, such as LATCHKEY_MAIL_URL=smtp://user:password@host:587, or turn off login.emailCode';
}

/** An attacker in between could hide the server's TLS offer and read the password. */
function hidesPassword({ url, tls }: Ruled['mail']): Verdict {
  const hasPassword = url !== '' && new URL(url).password !== '';
  if (tls === 'required' || !hasPassword || new URL(url).protocol === 'smtps:') return undefined;
  return 'must be "required" when mail.url contains a password, because it could be sent unencrypted';
}

/** Refuses a policy that can't be enforced. */
function canBeProved({ email, mail }: Ruled, isGiven: boolean): Verdict {
  if (!isGiven || email.verification === 'none' || mail.url !== '') return undefined;
  return 'requires mail.url. Without a mail server, nobody can verify an email address';
}

function canBeAsked({ email, mail }: Ruled): Verdict {
  if (email.registration === 'optional' || mail.url !== '') return undefined;
  return 'must be "optional" without mail.url. Email addresses can\'t be verified, so nobody could sign up';
}

/** Without both, the domain of an address would keep nobody out: people could leave it away, or type anybody's. */
function holdsAddresses({ registration, email }: Ruled): Verdict {
  if (registration.allowedDomains.length === 0) return undefined;
  if (email.registration === 'required' && email.verification === 'before-login') return undefined;
  return 'requires email.registration "required" and email.verification "before-login". Otherwise people could sign up without an address, or with one they can\'t read';
}

function canInvite({ registration, mail }: Ruled): Verdict {
  if (registration.mode !== 'invited' || mail.url !== '') return undefined;
  return 'must be "open" or "closed" without mail.url, because invitations are sent by email';
}

/** RFC 9106 section 3.1: at least eight blocks of a KiB for each lane. */
function fitsLanes({ memory, parallelism }: Ruled['hash']): Verdict {
  const least = 8 * parallelism;
  return memory >= least ? undefined : `must be at least ${least} (8 KiB per lane of hash.parallelism)`;
}

function isStrongHash({ memory, iterations }: Ruled['hash']): Verdict {
  if (owaspTable.some((row) => memory >= row.memory && iterations >= row.iterations)) return undefined;
  const rows = owaspTable.map((row) => `${row.memory}/${row.iterations}`).join(', ');
  return `and hash.iterations are too weak. Use at least one of ${rows} (memory/iterations)`;
}

/** What's wrong with a weak secret, as the end of a sentence. Undefined for a strong one or none. */
export function weaknessOf(secret: string): Verdict {
  if (secret === '' || bitsOf(secret) >= fewestBits) return undefined;
  return 'is too easy to guess. Generate one with "openssl rand -base64 32"';
}

/** Buttons and links in this colour must be readable on every background. */
function canBeRead(colour: string, backgrounds: readonly string[]): Verdict {
  if (colour === '') return undefined;
  const [worst = ''] = backgrounds.toSorted((a, b) => contrastOf(colour, a) - contrastOf(colour, b));
  const contrast = contrastOf(colour, worst);
  if (contrast >= enoughContrast) return undefined;
  // Rounded down, so that 4.49 isn't shown as 4.5.
  return `has a contrast of ${Math.floor(contrast * 10) / 10}:1 with ${worst}, but text needs ${enoughContrast}:1. Choose a ${contrastOf(worst, '#ffffff') < contrastOf(worst, '#000000') ? 'darker' : 'lighter'} color`;
}

function isEncryptedOrLocal(appUrl: string): Verdict {
  if (appUrl === '' || appUrl.startsWith('https:') || isLoopback(appUrl)) return undefined;
  return 'must start with https://, because people are sent there after signing in';
}

function isPublicAddress(publicUrl: string): Verdict {
  if (publicUrl === '') {
    return 'is required. Set the address people open, such as LATCHKEY_PUBLIC_URL=https://login.example.com';
  }
  if (publicUrl.startsWith('https:') || isLoopback(publicUrl)) return undefined;
  return 'must start with https://, or passwords and sessions would be sent unencrypted';
}

/** Without this, everyone would share the proxy's address, or anyone could choose their own. */
function namesItsProxies(publicUrl: string, isGiven: boolean): Verdict {
  if (isGiven || !publicUrl.startsWith('https:') || isLoopback(publicUrl)) return undefined;
  return 'is required when publicUrl is https. Set the addresses of your reverse proxy, such as LATCHKEY_TRUSTED_PROXIES=10.0.0.5, or an empty value to trust none';
}

/** The widest ranges of private networks: 10.0.0.0/8 (RFC 1918) and fc00::/7 (RFC 4193). Otherwise a /16. */
function trustsNotEverybody(ranges: readonly string[]): Verdict {
  const open = ranges.find(isTooWide);
  return (
    open &&
    `must not contain ${open}, because anyone in it could claim any address. List your proxies, or use a range no wider than /8 (IPv4), /16 (IPv6) or /7 (unique local IPv6)`
  );
}

function isTooWide(range: string): boolean {
  const [address = '', bits] = range.split('/');
  if (bits === undefined) return false;
  if (isIPv4(address)) return Number(bits) < 8;
  const { hostname } = new URL(`http://[${address}]`);
  // ::ffff:0:0/96 contains every IPv4 address too.
  if (hostname.startsWith('[::ffff:')) return Number(bits) < 96 + 8;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), 'ipv6');
  return list.check('0.0.0.0', 'ipv4') || Number(bits) < (/^\[f[cd]/.test(hostname) ? 7 : 16);
}

function allEncrypted(origins: readonly string[]): Verdict {
  const open = origins.find((origin) => origin.startsWith('http:') && !isLoopback(origin));
  return open && `must not contain ${open}, because pages on plain http can be tampered with. Use https`;
}

/** `localhost` and names under it (RFC 6761 section 6.3), 127.0.0.0/8 and ::1. */
function isLoopback(address: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}
