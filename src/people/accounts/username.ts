import type { Say, Words } from '../../kit/words/index.ts';
import { trimTyped } from './typed-name.ts';

export interface UsernameRules {
  /** Code points of the name in NFC. */
  minLength: number;
  maxLength: number;
  /** Letters and digits of every script, or A to Z and 0 to 9 only. */
  characters: 'unicode' | 'ascii';
  /** Names that nobody may take, in addition to the built-in ones. */
  reserved: readonly string[];
}

export type UsernameRefusal = 'too-short' | 'too-long' | 'characters' | 'reserved';

export type CheckedUsername =
  | { ok: true; username: string; key: string }
  | { ok: false; code: UsernameRefusal; detail: Say };

/** Names that pass for the operator of the site, for a part of it, or for "nobody" in somebody's program. */
const builtInReserved = [
  ...['admin', 'administrator', 'moderator', 'operator', 'owner', 'staff', 'superuser', 'sysadmin', 'team'],
  ...['abuse', 'billing', 'contact', 'help', 'helpdesk', 'info', 'mailer-daemon', 'no-reply', 'noreply'],
  ...['hostmaster', 'official', 'postmaster', 'privacy', 'security', 'support', 'webmaster'],
  ...['account', 'accounts', 'api', 'challenge', 'healthz', 'home', 'index', 'latchkey', 'login', 'logout'],
  ...['me', 'metrics', 'openapi.json', 'password', 'readyz', 'reference', 'register', 'session', 'sessions'],
  ...['settings', 'signin', 'signout', 'signup', 'user', 'users', 'well-known', '.well-known', 'www'],
  ...['anonymous', 'daemon', 'everyone', 'guest', 'localhost', 'nobody', 'none', 'null', 'root', 'self'],
  ...[
    'constructor',
    '__proto__',
    'prototype',
    'false',
    'nan',
    'nil',
    'system',
    'true',
    'undefined',
    'unknown',
  ],
];

const allowed = {
  unicode: /^[\p{L}\p{M}\p{N}._-]*$/u,
  ascii: /^[A-Za-z0-9._-]*$/,
};

/** A character that names don't have: as it is, or null where it can't be seen; and its code point in hex. */
export interface Strange {
  readonly shown: string | null;
  readonly code: string;
}

/** May somebody register by this name? If so, how it is shown (NFC) and the key that must be unique. */
export function checkUsername(typed: string, rules: UsernameRules): CheckedUsername {
  const { minLength, maxLength, characters } = rules;
  const tooLong = () => refused('too-long', ({ usernameRules }) => usernameRules.tooLong(maxLength));
  // A code point of NFC stands for at most 4 typed ones of at most 2 units, so no name that would fit is lost
  // here; and a long row of combining marks takes quadratic time to normalise.
  if (typed.length > 8 * maxLength) return tooLong();

  const username = typed.normalize('NFC');
  const length = [...username].length;
  if (length < minLength) {
    return refused('too-short', ({ usernameRules: { missing, tooShort } }) =>
      length === 0 ? missing : tooShort(minLength),
    );
  }
  if (length > maxLength) return tooLong();

  const key = usernameKey(username);
  const stranger = strangeCharacter(username, allowed[characters]);
  if (stranger !== undefined) {
    return refused('characters', ({ usernameRules }) => usernameRules.strange(characters, stranger));
  }
  if (strangeCharacter(key, allowed[characters]) !== undefined) {
    return refused('characters', ({ usernameRules }) => usernameRules.standsForOthers);
  }
  if (/^\p{M}/u.test(username)) {
    return refused('characters', ({ usernameRules }) => usernameRules.leadingMark);
  }
  if (!/[\p{L}\p{N}]/u.test(key)) {
    return refused('characters', ({ usernameRules }) => usernameRules.onlyPunctuation);
  }
  if ([...key].length > 4 * maxLength) return tooLong();
  if (reservedNames(rules.reserved).some((word) => usernameKey(word) === key)) {
    return refused('reserved', ({ usernameRules }) => usernameRules.reserved);
  }
  return { ok: true, username, key };
}

/** Names that nobody may take: the built-in ones and those of the site. */
export function reservedNames(ofSite: readonly string[]): readonly string[] {
  return [...builtInReserved, ...ofSite];
}

/**
 * The form by which names are compared: one for all that differ in case or in compatible spelling (NFKC,
 * UTS #15) only, and for what was typed with unseen characters around it. Folding again changes nothing. Takes any
 * string at all, so a login can look up whatever was typed.
 */
export function usernameKey(typed: string): string {
  // Longer than any name: normalising a long row of combining marks takes quadratic time.
  if (typed.length > 1024) return typed;
  let key = fold(typed);
  // ẞ needs a second turn: it is its own capital, and lowers to ß, whose capital is SS.
  for (let next = fold(key); next !== key; next = fold(key)) key = next;
  return key;
}

/** Case is changed in the decomposed form, as compatibility caseless matching demands (Unicode 3.13, D146). */
function fold(text: string): string {
  return trimTyped(text.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKC'));
}

function strangeCharacter(text: string, pattern: RegExp): Strange | undefined {
  for (const char of text) {
    if (pattern.test(char) && !isInvisible(char)) continue;
    const isSeen = char === ' ' || (/[\p{L}\p{N}\p{P}\p{S}]/u.test(char) && !isInvisible(char));
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { shown: isSeen ? char : null, code };
  }
  return undefined;
}

/** Two names that differ by such a character alone would look the same. Some of them count as letters. */
function isInvisible(char: string): boolean {
  return /\p{Default_Ignorable_Code_Point}/u.test(char);
}

function refused(code: UsernameRefusal, detail: (words: Words['accounts']) => string): CheckedUsername {
  return { ok: false, code, detail: ({ accounts }) => detail(accounts) };
}
