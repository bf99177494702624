import { type Problem, type ProblemDefinition, problem } from '../problem.ts';

/** The refusals that any request can meet, whatever it asks for. */

export const invalidRequest: ProblemDefinition = {
  code: 'invalid-request',
  status: 400,
  words: ({ http }) => http.problems.invalidRequest,
};

export const malformedRequest: ProblemDefinition = {
  code: 'malformed-request',
  status: 400,
  words: ({ http }) => http.problems.malformedRequest,
};

export const forbiddenOrigin: ProblemDefinition = {
  code: 'forbidden-origin',
  status: 403,
  words: ({ http }) => http.problems.forbiddenOrigin,
};

export const notFound: ProblemDefinition = {
  code: 'not-found',
  status: 404,
  words: ({ http }) => http.problems.notFound,
};

export const methodNotAllowed: ProblemDefinition = {
  code: 'method-not-allowed',
  status: 405,
  words: ({ http }) => http.problems.methodNotAllowed,
};

export const requestTimeout: ProblemDefinition = {
  code: 'request-timeout',
  status: 408,
  words: ({ http }) => http.problems.requestTimeout,
};

export const otherAccount: ProblemDefinition = {
  code: 'other-account',
  status: 409,
  words: ({ http }) => http.problems.otherAccount,
};

export const otherLogin: ProblemDefinition = {
  code: 'other-login',
  status: 409,
  words: ({ http }) => http.problems.otherLogin,
};

export const impersonationRefused: ProblemDefinition = {
  code: 'impersonation-refused',
  status: 403,
  words: ({ http }) => http.problems.impersonationRefused,
};

/** The refusal of `method`, if it is known, where `allow` lists the ones that are supported. */
export function methodRefused(method: string | undefined, allow: string): Problem {
  return problem(methodNotAllowed, ({ http }) => http.methodRefused(method, allow), { headers: { allow } });
}

export const bodyTooLarge: ProblemDefinition = {
  code: 'body-too-large',
  status: 413,
  words: ({ http }) => http.problems.bodyTooLarge,
};

export const expectationFailed: ProblemDefinition = {
  code: 'expectation-failed',
  status: 417,
  words: ({ http }) => http.problems.expectationFailed,
};

export const headersTooLarge: ProblemDefinition = {
  code: 'headers-too-large',
  status: 431,
  words: ({ http }) => http.problems.headersTooLarge,
};

export const unsupportedMediaType: ProblemDefinition = {
  code: 'unsupported-media-type',
  status: 415,
  words: ({ http }) => http.problems.unsupportedMediaType,
};

export const busy: ProblemDefinition = {
  code: 'busy',
  status: 503,
  words: ({ http }) => http.problems.busy,
};

export const internal: ProblemDefinition = {
  code: 'internal',
  status: 500,
  words: ({ http }) => http.problems.internal,
};

export const httpProblems: readonly ProblemDefinition[] = [
  invalidRequest,
  malformedRequest,
  forbiddenOrigin,
  notFound,
  methodNotAllowed,
  requestTimeout,
  otherAccount,
  otherLogin,
  impersonationRefused,
  bodyTooLarge,
  unsupportedMediaType,
  expectationFailed,
  headersTooLarge,
  busy,
  internal,
];
