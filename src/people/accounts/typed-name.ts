/** A character that people don't see in what they typed or pasted. */
export interface UnseenCharacter {
  /** Its code point. */
  readonly character: number;
  /** `around` when it was left out at an end, `inside` when it keeps the name from matching. */
  readonly place: 'around' | 'inside';
}

/** Spaces of every width, controls, format characters, and everything else that leaves no mark, such as U+3164. */
const unseen = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * A username or email address as it was meant: without the space that a phone adds after a word, and without the
 * unseen characters that come along when text is pasted. No name begins or ends with one, so this never turns one
 * name into another. Passwords are never trimmed (ASVS V6.2.8).
 */
export function trimTyped(typed: string): string {
  let start = 0;
  let end = typed.length;
  // From each end by itself: a pattern that is tied to the end takes quadratic time on a long row of spaces.
  for (let width = unseenFrom(typed, start); width > 0; width = unseenFrom(typed, start)) start += width;
  for (let width = unseenBefore(typed, end); width > 0 && end > start; width = unseenBefore(typed, end)) {
    end -= width;
  }
  return typed.slice(start, end);
}

/**
 * A name to register, as it was meant. One with a NUL or a control that turns the direction of text stays as it is, and
 * is refused: no keyboard adds such a control, and it makes one name look like another.
 */
export function trimNewName(typed: string): string {
  return /[\0\u202a-\u202e\u2066-\u2069]/u.test(typed) ? typed : trimTyped(typed);
}

/** The first unseen character inside a typed name, or else the first one around it. */
export function findUnseen(typed: string): UnseenCharacter | undefined {
  const inside = unseen.exec(trimTyped(typed));
  const found = inside ?? unseen.exec(typed);
  if (!found) return undefined;
  return { character: found[0].codePointAt(0) ?? 0, place: inside ? 'inside' : 'around' };
}

/** UTF-16 units of the unseen character that begins at `at`; 0 when there is none. */
function unseenFrom(text: string, at: number): number {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0x61);
  return unseen.test(char) ? char.length : 0;
}

function unseenBefore(text: string, end: number): number {
  const isPair = end > 1 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(end - 2, end));
  return unseenFrom(text, isPair ? end - 2 : end - 1);
}
