import type { Say, Words } from '../../kit/words/index.ts';
import { isRepetition, isRun } from './predictable.ts';
import { compact, fold, reductionsOf } from './reductions.ts';

export interface PasswordRules {
  /** Code points of the password in NFC. */
  minLength: number;
  maxLength: number;
}

/** What an attacker knows about this account without guessing. */
export interface PasswordContext {
  username: string;
  siteName: string;
  /** The host of the public address, with or without a port. */
  host: string;
}

export type PasswordRefusal =
  | 'malformed'
  | 'too-short'
  | 'too-long'
  | 'common'
  | 'is-username'
  | 'is-site-name'
  | 'repeated'
  | 'run'
  | 'variation';

export type CheckedPassword = { ok: true } | { ok: false; code: PasswordRefusal; detail: Say };

/** The form that is hashed: NFC, so that one password typed on two keyboards is the same; nothing is cut off. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * A long row of combining marks takes quadratic time to normalise. A code point of NFC stands for at most 4 typed
 * ones of at most 2 units, so no password that may be chosen is lost by this.
 */
export function isTooLongToNormalize(
  password: string,
  { maxLength }: Pick<PasswordRules, 'maxLength'>,
): boolean {
  return password.length > 8 * maxLength;
}

/**
 * May this be an account's password? By NIST SP 800-63B-4 section 3.1.1: length, and the whole of it against
 * what attackers try first; no rules of composition. `common` holds passwords in lower case.
 */
export function checkPassword(
  password: string,
  context: PasswordContext,
  rules: PasswordRules,
  common: ReadonlySet<string>,
): CheckedPassword {
  // UTF-8 writes every lone surrogate as U+FFFD, so different passwords would get one hash.
  if (!password.isWellFormed()) {
    return refused('malformed', (said) => said.malformed);
  }
  const tooLong = () => refused('too-long', (said) => said.tooLong(rules.maxLength));
  if (isTooLongToNormalize(password, rules)) return tooLong();
  const normal = normalizePassword(password);
  const length = [...normal].length;
  if (length > rules.maxLength) return tooLong();
  if (length < rules.minLength) {
    return refused('too-short', (said) => said.tooShort(rules.minLength, length));
  }

  const lower = normal.toLowerCase();
  const wholly = fold(normal);
  if (common.has(lower)) {
    return refused('common', (said) => said.common);
  }
  if (wholly === fold(context.username)) {
    return refused('is-username', (said) => said.isUsername);
  }
  if (wholly === fold(context.siteName) || hostNames(context.host).includes(wholly)) {
    return refused('is-site-name', (said) => said.isSiteName);
  }
  // U+FDFA folds to 18 characters: a row of those is judged as it was typed, since all of it would take long.
  const folded = wholly.length > 4 * rules.maxLength ? lower : wholly;

  const letters = compact(folded);
  const plain = [folded, ...(letters.length * 2 >= folded.length ? [letters] : [])];
  const reductions = [...reductionsOf(folded)];
  const whole = [...plain, ...reductions.filter((form) => form.length * 2 >= folded.length)];
  if (whole.some((form) => isRepetition(form, rules.minLength))) {
    return refused('repeated', (said) => said.repeated);
  }
  if (plain.some(isRun)) {
    return refused('run', (said) => said.run);
  }

  const names = [context.username, context.siteName, ...hostNames(context.host)];
  const known = new Set(names.map((name) => compact(fold(name))).filter((name) => name.length >= 3));
  const forms = [...plain, ...reductions];
  if (forms.some((form) => isMadeOf(form, known, common))) {
    return refused('variation', (said) => said.ofNames);
  }
  if (forms.some((form) => common.has(form)) || plain.some((form) => isExtended(form, common))) {
    return refused('variation', (said) => said.ofCommon);
  }
  return { ok: true };
}

/** A name; or one with another name, a common password, a run or a repetition before or after it. */
function isMadeOf(form: string, names: ReadonlySet<string>, common: ReadonlySet<string>): boolean {
  const isKnown = (part: string) => names.has(part) || common.has(part) || isPredictable(part);
  for (const name of names) {
    if (form.startsWith(name) && (form === name || isKnown(form.slice(name.length)))) return true;
    if (form.endsWith(name) && isKnown(form.slice(0, -name.length))) return true;
  }
  return false;
}

/** A common password with a run or a repetition before or after it: `monkeyabcdefghi`. */
function isExtended(form: string, common: ReadonlySet<string>): boolean {
  for (let at = 1; at < form.length; at += 1) {
    const head = form.slice(0, at);
    const tail = form.slice(at);
    if ((common.has(head) && isPredictable(tail)) || (common.has(tail) && isPredictable(head))) return true;
  }
  return false;
}

function isPredictable(part: string): boolean {
  return isRun(part) || isRepetition(part);
}

/** `login.example.com`, `example.com`, and each of the labels. */
function hostNames(host: string): string[] {
  const name = fold(host).replace(/:\d+$/, '');
  const labels = name.split('.');
  return [...labels.map((_, at) => labels.slice(at).join('.')), ...labels];
}

function refused(
  code: PasswordRefusal,
  detail: (words: Words['password']['rules']) => string,
): CheckedPassword {
  return { ok: false, code, detail: ({ password }) => detail(password.rules) };
}
