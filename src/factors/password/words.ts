import type { Wording } from '../../kit/words/index.ts';

const advice = 'Try four or five unrelated words.';

export const english = {
  called: 'password',
  thing: 'a password',
  incorrect: 'Incorrect password.',
  whenIncorrect:
    'Passwords are case-sensitive. Check Caps Lock, the keyboard layout, and whether a space was pasted along.',
  whenRefused: {},
  rules: {
    malformed: 'The password has an incomplete character. Enter it again.',
    tooLong: (longest: number) => `Use at most ${longest} characters.`,
    tooShort: (shortest: number, length: number) =>
      `Use at least ${shortest} characters; this password has ${length}. ${advice}`,
    common: `This is one of the most common passwords. ${advice}`,
    isUsername: `The password can't be your username. ${advice}`,
    isSiteName: `The password can't be the name of this site. ${advice}`,
    repeated: `The password repeats the same part. ${advice}`,
    run: `The password is a sequence of letters, numbers or keys. ${advice}`,
    ofNames: `The password is too similar to your username or the site's name. ${advice}`,
    ofCommon: `The password is too similar to a common one. ${advice}`,
  },
  hashesWait: 'Too many sign-ins are waiting. Try again in a moment.',
  problems: {
    passwordRefused: {
      title: "This password can't be used",
      meaning: 'The password is too short, too long, or too easy to guess.',
      remedy:
        'The answer says why. Four or five random words make a strong password that is easy to remember, or let a password manager create one. Digits and symbols are optional.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly password: Wording<typeof english>;
  }
}
