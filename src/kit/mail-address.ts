import { isIP } from 'node:net';
import parseAddresses from 'nodemailer/lib/addressparser';

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

/**
 * Reads one mailbox in any form of RFC 5322 section 3.4: `login@example.com`, `Example <login@example.com>`,
 * `"Example, Inc." <login@example.com>`, or with comments. Undefined for a list, a group, an unclosed quote or bracket,
 * and anything after the closing bracket.
 */
export function readSender(text: string): Sender | undefined {
  if (/\p{Cc}/u.test(text) || !isClosed(text)) return undefined;
  const [mailbox, ...more] = parseAddresses(text);
  if (!mailbox || mailbox.group || more.length > 0) return undefined;
  const { address, name } = mailbox;
  return isMailAddress(address) || isRareSender(address) ? { address, name } : undefined;
}

const quoted = /"(?:[^"\\]|\\.)*"/g;
const comment = /\((?:[^()\\]|\\.)*\)/g;

/** The parser guesses at what is missing, and so could make a sender of a slip of the pen. */
function isClosed(text: string): boolean {
  let bare = text.replaceAll(quoted, 'q');
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replaceAll(comment, ' ');
  }
  return /^[^<>"();:]*(?:<[^<>"();:]+>\s*)?$/.test(bare);
}

/** A quoted local part or an address literal as the domain: never a recipient here, but a mail server may want one as its sender. */
function isRareSender(address: string): boolean {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  const isLiteral = /^\[[\d.]+\]$/.test(domain) && isIP(domain.slice(1, -1)) === 4;
  return (
    at > 0 &&
    Buffer.byteLength(address) <= longest.address &&
    Buffer.byteLength(local) <= longest.local &&
    (isDotString(local) || /^"(?:[^"\\<>\s]|\\[^<>\s])+"$/.test(local)) &&
    (isDomain(domain) || isLiteral)
  );
}
