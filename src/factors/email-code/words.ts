import type { Wording } from '../../kit/words/index.ts';

export const english = {
  called: 'verification code',
  thing: 'an email address',
  incorrect: 'Incorrect code. Enter the code from the newest email.',
  whenIncorrect: 'Use the code from the newest email.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly 'email-code': Wording<typeof english>;
  }
}
