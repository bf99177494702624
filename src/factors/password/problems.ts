import type { ProblemDefinition } from '../../kit/problem.ts';

export const passwordRefused: ProblemDefinition = {
  code: 'password-refused',
  status: 422,
  title: 'This password cannot be used',
  meaning: 'The password is too short or too long, or it is one that a guessing program would try early.',
  remedy:
    'The answer says what is wrong with it. Four or five random words make a password that is long, strong and easy to remember; a password manager makes one for you. No digits or symbols are demanded.',
};

export const passwordProblems: readonly ProblemDefinition[] = [passwordRefused];
