import type { Wording } from '../../kit/words/index.ts';
import type { JsonFault } from './document.ts';
import type { Strange } from './username.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);

const allowedCharacters = {
  unicode: 'letters, digits, ".", "_" and "-"',
  ascii: 'the letters A to Z, digits, ".", "_" and "-"',
};

function characterSaid({ shown, code }: Strange): string {
  if (shown === ' ') return 'a space';
  return shown === null ? `the character U+${code}` : `"${shown}"`;
}

function faultSaid(fault: JsonFault): string {
  if (fault === 'empty') return 'it is empty';
  if (fault === 'cut-short') return 'it ends too early';
  return fault.shown === null ? `unexpected character U+${fault.code}` : `unexpected ${fault.shown}`;
}

export const english = {
  usernameRules: {
    tooLong: (longest: number) => `A username has at most ${characters(longest)}.`,
    missing: 'The username is missing.',
    tooShort: (shortest: number) => `A username has at least ${characters(shortest)}.`,
    /** `strange` is null for a space; one that can't be seen is given by its code point. */
    strange: (allowed: 'unicode' | 'ascii', strange: Strange) =>
      `A username may have ${allowedCharacters[allowed]}, but not ${characterSaid(strange)}.`,
    standsForOthers: 'The username has a character that stands for others; write them out.',
    leadingMark: 'A username may not begin with a mark that belongs over another letter.',
    onlyPunctuation: 'A username has at least one letter or digit.',
    reserved: 'This username is reserved. Choose another one.',
    mixedScripts: 'Use letters of one script only. Letters of different scripts can look the same.',
    likeReserved: 'This username looks like a reserved one. Choose another one.',
  },
  documents: {
    tooLarge: (bytes: number, most: number) =>
      `The document takes ${bytes} bytes; at most ${most} are allowed.`,
    tooDeep: ({ line, column }: Place, most: number) =>
      `The document is nested too deeply at line ${line}, column ${column}: at most ${most} arrays and objects may stand inside one another.`,
    notJson: ({ line, column }: Place, fault: JsonFault) =>
      `The document is not JSON: ${faultSaid(fault)} at line ${line}, column ${column}.`,
    inexactNumber: (number: string) => `The number ${number} cannot be kept exactly; send it as a string.`,
    nameTwice: (name: string, { line, column }: Place) =>
      `The name ${name} is used more than once in the same object (line ${line}, column ${column}). Remove one.`,
    misfit: (first: string) => `The data does not fit what this site keeps: ${first}`,
    /** `pointer` is empty for the whole; `rule` is what the schema says. */
    broken: (pointer: string, rule: string) => `${pointer === '' ? 'it' : `"${pointer.slice(1)}"`} ${rule}.`,
  },
  problems: {
    usernameTaken: {
      title: 'This name is taken',
      meaning:
        'Somebody has registered this username, perhaps in different upper and lower case or in letters that look the same.',
      remedy: 'Choose another name. If the account is yours, log in instead.',
    },
    usernameRefused: {
      title: 'This name cannot be used',
      meaning:
        'The username is too short, too long, reserved or looks reserved, mixes scripts, or has characters that usernames here may not have.',
      remedy: 'The answer says which rule it breaks. Choose a name that keeps it.',
    },
    dataTooLarge: {
      title: 'The data is too large',
      meaning: "An account's data document has a largest size, and this one is over it.",
      remedy: 'Keep less in it, or have the operator raise "data.maxBytes". Files belong elsewhere.',
    },
    dataRefused: {
      title: 'The data does not fit',
      meaning:
        'The document does not fit the JSON Schema of this site, or holds a value that could not be kept exactly.',
      remedy: 'Look at "errors" in the answer: each names a place in the document and what is wrong with it.',
    },
    staleData: {
      title: 'The data has changed in the meantime',
      meaning: 'The "If-Match" header names another version of the document than the present one.',
      remedy: 'Read the document again, apply your change to it, and send it with the new ETag.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accounts: Wording<typeof english>;
  }
}
