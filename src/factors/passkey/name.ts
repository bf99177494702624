import { invalidRequest } from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Say } from '../../kit/words/index.ts';

/** Characters, in NFC. */
export const longestName = 60;

/** A name as somebody wants it. How long it is, is measured once it is in NFC: `readPasskeyName`. */
export const wantedNameField = Type.String({
  minLength: 1,
  description: `What its owner calls it: at most ${longestName} characters, once it is in NFC.`,
  examples: ['Work laptop'],
});

/** Besides what is no character to see, the blank of braille and the fillers of Hangul look like nothing. */
const visible = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The name in NFC and on one line, without what could turn it around or hide in it. Throws `invalid-request` for one of
 * nothing that can be seen, and for one that is too long: some characters become three in NFC.
 */
export function readPasskeyName(typed: string): string {
  // A code point of NFC stands for at most 4 typed ones of at most 2 units, and a long row of combining marks takes
  // quadratic time to normalise.
  if (typed.length > 8 * longestName) throw tooLong();
  const name = typed
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
  if (!visible.test(name)) throw refused('blank', ({ passkey }) => passkey.nameless);
  if ([...name].length > longestName) throw tooLong();
  return name;
}

/** What a passkey is called whose owner has not said: the first characters of the device. */
export const nameOfDevice = (device: string): string => [...device].slice(0, longestName).join('');

const tooLong = (): Problem =>
  refused('maxLength', ({ http: { places, rules } }) => places.broken('/name', rules.maxLength(longestName)));

function refused(code: string, detail: Say): Problem {
  return problem(invalidRequest, detail, { errors: [{ pointer: '/name', code, detail }] });
}
