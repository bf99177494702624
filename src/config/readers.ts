import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { formatDuration, parseDuration } from '../kit/duration.ts';
import { readSender } from '../kit/mail-address.ts';
import { readDomainPattern } from '../kit/mail-domain.ts';
import type { Key, Kind } from './keys.ts';
import { readDomainFile, readImage, readSchema } from './readers/files.ts';
import { readProviders } from './readers/providers.ts';
import type { Raw, Reading } from './readers/reading.ts';
import { encodingHint, isDatabase, isMailServer } from './readers/servers.ts';
import {
  isAddressRange,
  isInAddress,
  readAddress,
  readContact,
  readHost,
  readLink,
  readOrigin,
} from './readers/web.ts';

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
  processes: ({ value, isText }, key) => {
    const { minimum = 1, maximum = 1 } = key.schema;
    if (value === 'auto') return { value: Math.min(availableParallelism(), maximum) };
    const number = isText && /^\d{1,15}$/.test(String(value)) ? Number(value) : value;
    return Number.isInteger(number) && isWithin(Number(number), key)
      ? { value: number }
      : { must: `be "auto" or a whole number from ${minimum} to ${maximum}` };
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
  providers: readProviders,
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
