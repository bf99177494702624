import { type Wording, withoutBackticks } from '../../kit/words/index.ts';
import type { JsonFault } from './document.ts';
import type { Strange } from './username.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);

const allowedCharacters = {
  unicode: 'letters, numbers, ".", "_" and "-"',
  ascii: 'the letters A to Z, numbers, ".", "_" and "-"',
};

function characterSaid({ shown, code }: Strange): string {
  if (shown === ' ') return 'a space';
  if (shown === '`') return 'a backtick';
  return shown === null ? `the character U+${code}` : `"${shown}"`;
}

function faultSaid(fault: JsonFault): string {
  if (fault === 'empty') return "it's empty";
  if (fault === 'cut-short') return 'it ends too early';
  if (fault.shown === '`') return 'unexpected backtick';
  return fault.shown === null ? `unexpected character U+${fault.code}` : `unexpected ${fault.shown}`;
}

export const english = {
  usernameRules: {
    tooLong: (longest: number) => `A username can have at most ${characters(longest)}.`,
    missing: 'Enter a username.',
    tooShort: (shortest: number) => `A username needs at least ${characters(shortest)}.`,
    /** `shown` is null for a character that can't be seen: its code point says which it is. */
    strange: (allowed: 'unicode' | 'ascii', strange: Strange) =>
      `A username can have ${allowedCharacters[allowed]}, but not ${characterSaid(strange)}.`,
    standsForOthers: 'The username has a character that stands for several others. Write them out.',
    leadingMark: "A username can't start with an accent or another combining mark.",
    onlyPunctuation: 'A username needs at least one letter or number.',
    reserved: 'This username is reserved. Choose another one.',
    mixedScripts: "A username can't mix letters of different alphabets, because some look the same.",
    likeReserved: 'This username looks like a reserved one. Choose another one.',
  },
  documents: {
    tooLarge: (bytes: number, most: number) =>
      `The document is ${bytes} bytes, and at most ${most} are allowed.`,
    tooDeep: ({ line, column }: Place, most: number) =>
      `The document is nested too deeply at line ${line}, column ${column}: use at most ${most} levels of arrays and objects.`,
    notJson: ({ line, column }: Place, fault: JsonFault) =>
      `The document isn't valid JSON: ${faultSaid(fault)} at line ${line}, column ${column}.`,
    inexactNumber: (number: string) => `The number ${number} can't be stored exactly. Send it as a string.`,
    nameTwice: (name: string, { line, column }: Place) =>
      `The name ${withoutBackticks(name)} is used more than once in the same object (line ${line}, column ${column}). Remove one.`,
    misfit: (first: string) => `The data doesn't match this site's schema. ${first}`,
  },
  problems: {
    registrationClosed: {
      title: 'Sign-up is closed',
      meaning: "This site doesn't let everyone create an account.",
      remedy:
        'If you have an invitation, open its link. Otherwise, ask an admin. `GET /api/registration` says what is possible, and `registration.mode` sets it.',
      onPage: 'If you have an invitation, open the link in its email. Otherwise, ask an admin.',
    },
    usernameTaken: {
      title: 'Username already taken',
      meaning:
        'Someone already has this username, possibly with different capitalization or with letters that look the same.',
      remedy: 'Choose another username. If the account is yours, sign in instead.',
    },
    usernameRefused: {
      title: "This username can't be used",
      meaning:
        "The username is too short, too long, reserved, looks like a reserved one, mixes scripts, or has characters that aren't allowed.",
      remedy: 'Follow the rule in the answer, or choose another username.',
    },
    dataTooLarge: {
      title: 'The data is too large',
      meaning: "The document is larger than an account's data can be.",
      remedy: 'Store less in it, or ask the admin to raise `data.maxBytes`. Keep files elsewhere.',
    },
    dataRefused: {
      title: "The data doesn't match the schema",
      meaning:
        "The document doesn't match this site's JSON Schema, or has a value that can't be stored exactly.",
      remedy:
        'Check `errors` in the answer: each entry has a JSON Pointer into the document and says what to fix.',
    },
    staleData: {
      title: 'The data has changed',
      meaning: "The version in the `If-Match` header isn't the current one.",
      remedy: 'Fetch the document again, reapply your change, and send it with the new ETag.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accounts: Wording<typeof english>;
  }
}
