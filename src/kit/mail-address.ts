import { isIP } from 'node:net';

/** Who mails come from: an address, with a name if there is one. */
export interface Sender {
  readonly address: string;
  readonly name: string;
}

/** RFC 5321 section 4.5.3.1: in octets. */
const longest = { address: 254, local: 64 };

/**
 * Whether a text is one mail address and nothing else: no list, no name, no quoting, no comment, no line break,
 * so that whatever holds it, a header or an SMTP command, holds one recipient (RFC 5321 section 4.1.2, Dot-string).
 */
export function isMailAddress(text: string): boolean {
  const [, local = '', domain = ''] = /^([^\s@]+)@([^\s@]+)$/.exec(text) ?? [];
  const fits = Buffer.byteLength(text) <= longest.address && Buffer.byteLength(local) <= longest.local;
  return fits && isDotString(local) && isDomain(domain);
}

const atom = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;

function isDotString(local: string): boolean {
  return local.split('.').every((part) => atom.test(part));
}

const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

function isDomain(domain: string): boolean {
  return isIP(domain) === 0 && domain.split('.').every((part) => label.test(part));
}

/** Reads `login@example.com` or `Example <login@example.com>`; anything else is undefined. */
export function readSender(text: string): Sender | undefined {
  const [, name = '', address = text] = /^([^<>"\p{Cc}]*)<([^<>]+)>$/u.exec(text) ?? [];
  return isMailAddress(address) ? { address, name: name.trim() } : undefined;
}
