import { domainToASCII } from 'node:url';
import { isMailDomain } from '../../kit/mail-domain.ts';
import type { Say, Words } from '../../kit/words/index.ts';
import { trimTyped } from '../accounts/index.ts';

export type EmailRefusal = 'form' | 'too-long' | 'characters' | 'domain';

export interface EmailAddress {
  /** As typed, in NFC. */
  readonly address: string;
  /** The form by which addresses are compared; see `emailKey`. */
  readonly key: string;
}

export type CheckedEmail =
  | ({ readonly ok: true } & EmailAddress)
  | { readonly ok: false; readonly code: EmailRefusal; readonly detail: Say };

/** RFC 5321 §4.5.3.1 (and erratum 1690 to RFC 3696), in octets. */
const longest = { whole: 254, local: 64 };

/** What stands unquoted before the @ (RFC 5322 §3.2.3, RFC 6531 §3.3); nobody has a quoted one. */
const localForm = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/**
 * May this be somebody's address? Only a mail to it can tell whether it is, so the rules are few: one @, no control
 * character, nothing that a mail's header could take for the next line or the next address (ASVS V1.3.11), and a
 * domain of at least two labels. Spaces and unseen characters around it are left out.
 */
export function checkEmail(typed: string): CheckedEmail {
  // Normalising a long row of combining marks takes quadratic time.
  if (typed.length > 1000) return tooLong();
  const address = trimTyped(typed).normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || domain === '' || local.includes('@')) {
    return refused('form', ({ addressRules }) => addressRules.form);
  }
  if (!localForm.test(local) || isInvisible(local)) {
    return refused('characters', ({ addressRules }) => addressRules.characters);
  }
  if (!isMailDomain(domain)) {
    return refused('domain', ({ addressRules }) => addressRules.domain);
  }
  if (Buffer.byteLength(local) > longest.local || Buffer.byteLength(mailboxOf(address)) > longest.whole) {
    return tooLong();
  }
  return { ok: true, address, key: keyOf(local, domain) };
}

/**
 * One for all spellings of an address: the domain as DNS compares it, and the part before the @ in lower case. Its
 * host alone may say whether case counts there (RFC 5321 §2.4), but none that people use does, and two people whose
 * addresses differ by that alone would get each other's mail. Mail goes to the address as it was typed. Takes any
 * string at all, so a login can look up whatever was typed.
 */
export function emailKey(typed: string): string {
  if (typed.length > 1000) return typed;
  const address = trimTyped(typed).normalize('NFC');
  const at = address.lastIndexOf('@');
  return keyOf(address.slice(0, at), address.slice(at + 1));
}

/**
 * Where mail for an address goes. Its domain is written in ASCII here, so that no mail program reads an
 * international one in another way than the key does.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

/** `d…@example.com`: enough to know one's own by, or to spot a typo in the domain. */
export function maskedAddress(address: string): string {
  const [first = ''] = address;
  return `${first}…${address.slice(address.lastIndexOf('@'))}`;
}

function keyOf(local: string, domain: string): string {
  return `${local.toLowerCase()}@${domainToASCII(domain)}`;
}

function isInvisible(text: string): boolean {
  return /\p{Default_Ignorable_Code_Point}/u.test(text);
}

function tooLong(): CheckedEmail {
  return refused('too-long', ({ addressRules }) => addressRules.tooLong(longest));
}

function refused(code: EmailRefusal, detail: (words: Words['emails']) => string): CheckedEmail {
  return { ok: false, code, detail: ({ emails }) => detail(emails) };
}
