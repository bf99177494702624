import type { Wording } from '../../kit/words/index.ts';

const advice = 'Four or five words that do not belong together make a good one.';

export const english = {
  rules: {
    malformed: 'The password has half of a character in it. Please type it again.',
    tooLong: (longest: number) => `A password has at most ${longest} characters.`,
    tooShort: (shortest: number, length: number) =>
      `A password has at least ${shortest} characters; this one has ${length}. ${advice}`,
    common: `This is one of the passwords that attackers try first. ${advice}`,
    isUsername: `The password is the username. ${advice}`,
    isSiteName: `The password is the name of this site. ${advice}`,
    repeated: `The password is one part, repeated. ${advice}`,
    run: `The password is a run of neighbouring letters, digits or keys. ${advice}`,
    ofNames: `The password is made of the name of the account or the site. ${advice}`,
    ofCommon: `The password is a common one with small changes. ${advice}`,
  },
  hashesWait: 'Too many logins are waiting. Try again in a moment.',
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
