import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { formatDuration, parseDuration } from '../kit/duration.ts';
import { imageTypeOf } from '../kit/image-type.ts';
import { isMailAddress, readSender } from '../kit/mail-address.ts';
import { readDomainLines, readDomainPattern } from '../kit/mail-domain.ts';
import { readJson } from './json.ts';
import type { Key, Kind } from './keys.ts';

/** The value, or what it must be instead, as the end of a sentence that begins with the key's name. */
type Reading = { value: unknown } | { must: string };

/** A value as it was given: text in variables and flags, real numbers and lists in a file. */
export interface Raw {
  value: unknown;
  isText: boolean;
  /** The folder that relative paths are resolved against. */
  base: string;
}

/** Reads a value into the form of the effective configuration. */
export function readValue(key: Key, raw: Raw): Reading {
  return readers[key.kind](raw, key);
}

const readers: Record<Kind, (raw: Raw, key: Key) => Reading> = {
  text: readText,
  integer: ({ value, isText }, key) => {
    const number = isText && /^\d{1,15}$/.test(String(value)) ? Number(value) : value;
    const unit = key.unit ? ` (${key.unit})` : '';
    return Number.isInteger(number) && isWithin(Number(number), key)
      ? { value: number }
      : { must: `be a whole number from ${key.schema.minimum} to ${key.schema.maximum}${unit}` };
  },
  flag: ({ value, isText }) => {
    const said = isText && (value === 'true' || value === 'false') ? value === 'true' : value;
    return typeof said === 'boolean' ? { value: said } : { must: 'be true or false' };
  },
  choice: ({ value }, { schema: { enum: choices = [] } }) =>
    choices.includes(String(value)) ? { value } : { must: `be one of ${choices.join(', ')}` },
  duration: ({ value }, key) => {
    const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined;
    if (milliseconds === undefined) return { must: 'be a duration such as 30s, 15m, 1h or 7d' };
    const { minimum = 0, maximum = 0 } = key.schema;
    return isWithin(milliseconds, key)
      ? { value: milliseconds }
      : { must: `be from ${formatDuration(minimum)} to ${formatDuration(maximum)}` };
  },
  words: (raw) => readList(raw, (word) => (/^[^\s\p{Cc}]+$/u.test(word) ? word : undefined), 'words'),
  addresses: (raw) =>
    readList(
      raw,
      (address) => (isAddressRange(address) ? address.toLowerCase() : undefined),
      'IP addresses or CIDR ranges such as 10.0.0.0/8',
    ),
  origins: (raw) =>
    readList(
      raw,
      readOrigin,
      'exact origins such as https://app.example.com, without a path, trailing slash or *',
    ),
  hosts: (raw) =>
    readList(
      raw,
      readHost,
      'host names or IP addresses, such as grafana.lan or 10.0.0.7:3000, without https://',
    ),
  pointers: (raw) =>
    readList(
      raw,
      (pointer) => (/^(?:\/(?:[^~/\p{Cc}]|~[01])*)+$/u.test(pointer) ? pointer : undefined),
      'JSON Pointers such as /name or /company/name',
    ),
  domains: (raw) =>
    readList(raw, readDomainPattern, 'domains such as example.com, or *.example.com for its subdomains'),
  domainFile: readDomainFile,
  address: ({ value }) => (value === '' ? { value } : readAddress(value)),
  host: ({ value }) =>
    typeof value === 'string' && (isIP(value) === 6 || /^[a-z0-9.-]+$/i.test(value)) && isInAddress(value)
      ? { value }
      : { must: 'be an IP address or host name' },
  database: ({ value }) =>
    value === '' || isDatabase(value)
      ? // With a space in it, the driver would encode the whole URL again.
        { value: value.trim().replaceAll(' ', '%20') }
      : { must: `be a PostgreSQL URL such as postgres://user:password@host:5432/name. ${encodingHint}` },
  mailServer: ({ value }) =>
    value === '' || isMailServer(value)
      ? { value }
      : {
          must: `be the URL of a mail server such as smtp://user:password@host:587, or smtps:// with port 465. ${encodingHint}`,
        },
  sender: ({ value }) =>
    value === '' || (typeof value === 'string' && readSender(value))
      ? { value }
      : {
          must: 'be one email address, with or without a name: login@example.com or "Example, Inc." <login@example.com>',
        },
  folder: ({ value, base }) =>
    typeof value === 'string' && value !== '' && !value.includes('\0') && !/\w\w:\//.test(value)
      ? { value: resolve(base, value) }
      : { must: 'be a folder path' },
  link: ({ value }) => (value === '' ? { value } : readLink(value)),
  contact: ({ value }) => (value === '' ? { value } : readContact(value)),
  image: readImage,
  colour: ({ value }) =>
    value === '' || (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value))
      ? { value: String(value).toLowerCase() }
      : { must: 'be a hex color such as #0d4f3f' },
  schema: readSchema,
};

const isWithin = (number: number, { schema }: Key): boolean =>
  number >= (schema.minimum ?? 0) && number <= (schema.maximum ?? Number.MAX_SAFE_INTEGER);

function readText({ value }: Raw, { schema, initial, shortest = 0 }: Key): Reading {
  if (value === '' && initial === '') return { value };
  const { maxLength = 0 } = schema;
  const fits =
    typeof value === 'string' &&
    !/\p{Cc}/u.test(value) &&
    value.length >= shortest &&
    value.length <= maxLength;
  return fits ? { value } : { must: `be ${shortest} to ${maxLength} characters on one line` };
}

function readList(
  { value, isText }: Raw,
  readItem: (item: string) => string | undefined,
  what: string,
): Reading {
  const items: unknown = isText ? splitAtCommas(String(value)) : value;
  const readings = Array.isArray(items)
    ? items.map((item) => (typeof item === 'string' ? readItem(item) : undefined))
    : [undefined];
  return readings.includes(undefined) ? { must: `be a list of ${what}` } : { value: readings };
}

const splitAtCommas = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function isAddressRange(range: string): boolean {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(0|[1-9]\d{0,2}))?$/i.exec(range) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128));
}

/** Mobile app shells have their own scheme (`capacitor://localhost`), which `URL` treats as opaque. */
function readOrigin(origin: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@*\s]+$/i.test(origin) || !URL.canParse(origin)) return undefined;
  const normal = new URL(origin).origin;
  return normal === 'null' ? origin.toLowerCase() : normal;
}

/** A host as `URL` has it, with a port if one is said. */
function readHost(text: string): string | undefined {
  const [, host = '', port = ''] = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.exec(text) ?? [];
  const url = URL.parse(`https://${host}`);
  return host !== '' && url && URL.canParse(`https://${text}`) ? `${url.hostname}${port}` : undefined;
}

const isInAddress = (host: string): boolean =>
  URL.canParse(`http://${isIP(host) === 6 ? `[${host}]` : host}`);

function readAddress(value: unknown): Reading {
  const url = readWebUrl(value);
  if (!url) {
    return { must: 'be a URL that starts with https://, such as https://login.example.com' };
  }
  const excess = [
    ...(url.username || url.password ? ['a username or password'] : []),
    ...(url.pathname === '/' ? [] : ['a path (Latchkey needs its own host)']),
    ...(url.search ? ['a query'] : []),
    ...(url.hash ? ['a fragment'] : []),
  ];
  return excess.length > 0
    ? { must: `be only a scheme and host, without ${new Intl.ListFormat('en').format(excess)}` }
    : { value: url.origin };
}

const hasUnseen = (text: string): boolean => /[\p{Cc}\s]/u.test(text);

/** A URL as it was meant, with a host: `URL` takes `https:x` for one, and a host of dots alone. */
function readWebUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !/^https?:\/\/[^/]/i.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return /[a-z0-9]/i.test(url.hostname) ? url : undefined;
}

/** A page that people are sent to. */
function readLink(value: unknown): Reading {
  const url = typeof value === 'string' && !hasUnseen(value) ? readWebUrl(value) : undefined;
  return url && url.username === '' && url.password === ''
    ? { value: url.href }
    : { must: 'be a URL that starts with https://, such as https://example.com/terms' };
}

/** The same, or an address for emails, with what the program of the person puts into the email. */
function readContact(value: unknown): Reading {
  const [, address] = (typeof value === 'string' && /^mailto:([^?#]*)(?:\?[^#]*)?$/i.exec(value)) || [];
  const isWritten = typeof value === 'string' && address !== undefined && !hasUnseen(value);
  if (isWritten && isMailAddress(address)) return { value: new URL(value).href };
  const link = readLink(value);
  return 'value' in link
    ? link
    : {
        must: 'be a URL that starts with https://, such as https://example.com/help, or an email address such as mailto:help@example.com',
      };
}

const mostBytesOfImage = 262_144;

/** Only what browsers show as an image. An SVG may contain scripts, so it's served as an image only. */
function readImage({ value, base }: Raw): Reading {
  if (value === '') return { value };
  const must = 'be the path of an SVG or PNG file up to 256 KiB';
  if (typeof value !== 'string' || value.includes('\0')) return { must };
  const path = resolve(base, value);
  try {
    const bytes = readFileSync(path);
    return bytes.length <= mostBytesOfImage && imageTypeOf(bytes) ? { value: path } : { must };
  } catch (error) {
    return { must: `${must} (${codeOf(error)})` };
  }
}

/** Read again when the server starts, as an image is. */
function readDomainFile({ value, base }: Raw): Reading {
  if (value === '') return { value };
  const must = 'be the path of a text file with one domain per line';
  if (typeof value !== 'string' || value.includes('\0')) return { must };
  const path = resolve(base, value);
  try {
    const read = readDomainLines(readFileSync(path, 'utf8'));
    return 'patterns' in read
      ? { value: path }
      : { must: `${must}, such as example.com or *.example.com (line ${read.wrongLine} isn't one)` };
  } catch (error) {
    return { must: `${must} (${codeOf(error)})` };
  }
}

const encodingHint =
  'Percent-encode special characters in the username and password: / is %2F, # is %23, ? is %3F, % is %25, @ is %40, : is %3A, [ is %5B, ] is %5D';

/**
 * A raw `/`, `?` or `#` in a password ends the host there. The rest of the password would become a database name, an
 * option or a fragment, and be printed. The `@` after the password reveals this.
 */
function isDatabase(value: unknown): value is string {
  if (typeof value !== 'string' || /\p{Cc}/u.test(value) || !URL.canParse(value)) return false;
  const { protocol, pathname, search, hash } = new URL(value);
  return (
    /^postgres(ql)?:$/.test(protocol) &&
    hash === '' &&
    !`${pathname}${search}`.includes('@') &&
    isEncoded(value)
  );
}

function isMailServer(value: unknown): boolean {
  if (typeof value !== 'string' || /[\p{Cc}\s]/u.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  const rest = `${pathname.replace(/^\/$/, '')}${search}${hash}`;
  return /^smtps?:$/.test(protocol) && hostname !== '' && rest === '' && isEncoded(value);
}

/** Whether each `%` starts an encoded character. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readSchema({ value, isText, base }: Raw): Reading {
  const must = { must: 'be a JSON Schema object, or the path of a JSON file that contains one' };
  if (value === null || value === '') return { value: null };
  if (!isText && isObject(value)) return { value };
  if (typeof value !== 'string') return must;
  const inline = value.trimStart().startsWith('{');
  try {
    const read = readJson(inline ? value : readFileSync(resolve(base, value), 'utf8'));
    if (!read.ok) return { must: `${must.must} (${read.fault})` };
    return isObject(read.value) ? { value: read.value } : must;
  } catch (error) {
    return { must: `${must.must} (${codeOf(error)})` };
  }
}

/** Only the code: the message contains the path, which may be a secret in the wrong place. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "it can't be read";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
