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

export type CheckedPassword = { ok: true } | { ok: false; code: PasswordRefusal; detail: string };

const advice = 'Four or five words that do not belong together make a good one.';

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
    return refused('malformed', 'The password has half of a character in it. Please type it again.');
  }
  const tooLong = () => refused('too-long', `A password has at most ${rules.maxLength} characters.`);
  if (isTooLongToNormalize(password, rules)) return tooLong();
  const normal = normalizePassword(password);
  const length = [...normal].length;
  if (length > rules.maxLength) return tooLong();
  if (length < rules.minLength) {
    const shortage = `A password has at least ${rules.minLength} characters; this one has ${length}.`;
    return refused('too-short', `${shortage} ${advice}`);
  }

  const lower = normal.toLowerCase();
  const wholly = fold(normal);
  if (common.has(lower)) {
    return refused('common', `This is one of the passwords that attackers try first. ${advice}`);
  }
  if (wholly === fold(context.username)) {
    return refused('is-username', `The password is the username. ${advice}`);
  }
  if (wholly === fold(context.siteName) || hostNames(context.host).includes(wholly)) {
    return refused('is-site-name', `The password is the name of this site. ${advice}`);
  }
  // U+FDFA folds to 18 characters: a row of those is judged as it was typed, since all of it would take long.
  const folded = wholly.length > 4 * rules.maxLength ? lower : wholly;

  const letters = compact(folded);
  const plain = [folded, ...(letters.length * 2 >= folded.length ? [letters] : [])];
  const reductions = [...reductionsOf(folded)];
  const whole = [...plain, ...reductions.filter((form) => form.length * 2 >= folded.length)];
  if (whole.some((form) => isRepetition(form, rules.minLength))) {
    return refused('repeated', `The password is one part, repeated. ${advice}`);
  }
  if (plain.some(isRun)) {
    return refused('run', `The password is a run of neighbouring letters, digits or keys. ${advice}`);
  }

  const names = [context.username, context.siteName, ...hostNames(context.host)];
  const known = new Set(names.map((name) => compact(fold(name))).filter((name) => name.length >= 3));
  const forms = [...plain, ...reductions];
  if (forms.some((form) => isMadeOf(form, known, common))) {
    return refused('variation', `The password is made of the name of the account or the site. ${advice}`);
  }
  if (forms.some((form) => common.has(form)) || plain.some((form) => isExtended(form, common))) {
    return refused('variation', `The password is a common one with small changes. ${advice}`);
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

function refused(code: PasswordRefusal, detail: string): CheckedPassword {
  return { ok: false, code, detail };
}
