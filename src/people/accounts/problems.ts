import type { ProblemDefinition } from '../../kit/problem.ts';

export const usernameTaken: ProblemDefinition = {
  code: 'username-taken',
  status: 409,
  title: 'This name is taken',
  meaning:
    'Somebody has registered this username, perhaps in different upper and lower case or in letters that look the same.',
  remedy: 'Choose another name. If the account is yours, log in instead.',
};

export const usernameRefused: ProblemDefinition = {
  code: 'username-refused',
  status: 422,
  title: 'This name cannot be used',
  meaning:
    'The username is too short, too long, reserved or looks reserved, mixes scripts, or has characters that usernames here may not have.',
  remedy: 'The answer says which rule it breaks. Choose a name that keeps it.',
};

export const dataTooLarge: ProblemDefinition = {
  code: 'data-too-large',
  status: 413,
  title: 'The data is too large',
  meaning: "An account's data document has a largest size, and this one is over it.",
  remedy: 'Keep less in it, or have the operator raise "data.maxBytes". Files belong elsewhere.',
};

export const dataRefused: ProblemDefinition = {
  code: 'data-refused',
  status: 422,
  title: 'The data does not fit',
  meaning:
    'The document does not fit the JSON Schema of this site, or holds a value that could not be kept exactly.',
  remedy: 'Look at "errors" in the answer: each names a place in the document and what is wrong with it.',
};

export const staleData: ProblemDefinition = {
  code: 'stale-data',
  status: 412,
  title: 'The data has changed in the meantime',
  meaning: 'The "If-Match" header names another version of the document than the present one.',
  remedy: 'Read the document again, apply your change to it, and send it with the new ETag.',
};

export const accountProblems: readonly ProblemDefinition[] = [
  usernameTaken,
  usernameRefused,
  dataTooLarge,
  dataRefused,
  staleData,
];
