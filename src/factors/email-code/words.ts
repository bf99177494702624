import { utc, type Wording } from '../../kit/words/index.ts';

export const english = {
  called: 'verification code',
  thing: 'an email address',
  incorrect:
    'Incorrect code. Enter the code from the newest email. After five incorrect codes, request a new one.',
  whenIncorrect: 'Use the code from the newest email.',
  whenRefused: {
    'already-used': ['Each code works once. Request a new one.'],
    replaced: ['It is the code from an older email. Use the code from the newest one.'],
    'other-attempt': [
      'Use the code from the newest email. If the older email is for a sign-in in another browser, its code works there.',
    ],
    expired: ['A code works for ten minutes. Request a new one.'],
    'too-many-tries': ['After five incorrect codes, even the correct one is refused. Request a new one.'],
    'not-sent': [
      'Too many codes were sent within an hour. An earlier code works in the browser that requested it. Otherwise, request one in an hour, or sign in another way.',
    ],
  },
  /** For an operator. */
  explained: {
    newest: (sentAt: number) => `The newest code was sent on ${utc(sentAt)}.`,
    noAddress:
      'The account has no verified email address, so no code is sent. Use the password or a passkey.',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly 'email-code': Wording<typeof english>;
  }
}
