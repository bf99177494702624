import { isIP } from 'node:net';
import { isMailAddress } from '../../kit/mail-address.ts';
import type { Reading } from './reading.ts';

export function isAddressRange(range: string): boolean {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(0|[1-9]\d{0,2}))?$/i.exec(range) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128));
}

/** Mobile app shells have their own scheme (`capacitor://localhost`), which `URL` treats as opaque. */
export function readOrigin(origin: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@*\s]+$/i.test(origin) || !URL.canParse(origin)) return undefined;
  const normal = new URL(origin).origin;
  return normal === 'null' ? origin.toLowerCase() : normal;
}

/** A host as `URL` has it, with a port if one is said. */
export function readHost(text: string): string | undefined {
  const [, host = '', port = ''] = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.exec(text) ?? [];
  const url = URL.parse(`https://${host}`);
  return host !== '' && url && URL.canParse(`https://${text}`) ? `${url.hostname}${port}` : undefined;
}

export const isInAddress = (host: string): boolean =>
  URL.canParse(`http://${isIP(host) === 6 ? `[${host}]` : host}`);

export function readAddress(value: unknown): Reading {
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
export function readLink(value: unknown): Reading {
  const url = typeof value === 'string' && !hasUnseen(value) ? readWebUrl(value) : undefined;
  return url && url.username === '' && url.password === ''
    ? { value: url.href }
    : { must: 'be a URL that starts with https://, such as https://example.com/terms' };
}

/** The same, or an address for emails, with what the program of the person puts into the email. */
export function readContact(value: unknown): Reading {
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
