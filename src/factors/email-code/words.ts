import { utc, type Wording } from '../../kit/words/index.ts';

export const english = {
  called: 'verification code',
  thing: 'an email address',
  incorrect: 'Incorrect code. Enter the code from the newest email.',
  whenIncorrect: 'Use the code from the newest email.',
  whenRefused: {
    'already-used': ['Each code works once. Start over to get a new one.'],
    replaced: ['It is the code from an older email. Use the code from the newest one.'],
    'other-attempt': [
      'The email was for another sign-in, in another tab or browser. Enter the code there, or use the one that this sign-in has sent.',
    ],
    expired: ['Start over to get a new one.'],
    'too-many-tries': ['Start over to get a new one.'],
    'not-sent': ['Start over to get one.'],
  },
  /** For an operator. */
  explained: {
    newest: (sentAt: number) => `The newest code was sent on ${utc(sentAt)}.`,
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly 'email-code': Wording<typeof english>;
  }
}
