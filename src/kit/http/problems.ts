import { type Problem, type ProblemDefinition, problem } from '../problem.ts';

/** The refusals that any request can meet, whatever it asks for. */

export const invalidRequest: ProblemDefinition = {
  code: 'invalid-request',
  status: 400,
  title: 'The request is not valid',
  meaning: 'Something in the request is missing, of the wrong kind, or not known here.',
  remedy:
    'Look at "errors" in the answer: each entry names the place (a JSON Pointer into what you sent) and what is wrong with it. The API reference shows every field.',
  onPage: 'Go back, reload the page, and send the form again.',
};

export const malformedRequest: ProblemDefinition = {
  code: 'malformed-request',
  status: 400,
  title: "The request isn't valid HTTP",
  meaning:
    "The server couldn't read the request: its request line, a header or its body breaks HTTP/1.1 (RFC 9112).",
  remedy:
    'Send it with an HTTP library, with exactly one `Host` header, to the scheme (http or https) that this address uses.',
  onPage: 'Try again. If it happens again, tell whoever runs this site.',
};

export const forbiddenOrigin: ProblemDefinition = {
  code: 'forbidden-origin',
  status: 403,
  title: 'This website may not do that here',
  meaning:
    'A browser sent this request on behalf of a website that is not on the list of allowed origins. This stops other websites from acting in your name.',
  remedy:
    'If it is your own frontend, add its origin (scheme, host and port, such as https://app.example.com) to "allowedOrigins" in the configuration, and open this server by its configured "publicUrl".',
};

export const notFound: ProblemDefinition = {
  code: 'not-found',
  status: 404,
  title: 'There is nothing here',
  meaning: 'The address leads to nothing, or to something that is not yours.',
  remedy: 'Check the address for a typing mistake. The API reference lists every address that exists.',
  onPage: 'Check the address for a typo.',
};

export const methodNotAllowed: ProblemDefinition = {
  code: 'method-not-allowed',
  status: 405,
  title: 'This address does not take that method',
  meaning: 'The address exists, but not with this HTTP method.',
  remedy: 'The "Allow" header of the answer lists the methods that it takes.',
  onPage: 'Go back and use the links and buttons on the page.',
};

export const requestTimeout: ProblemDefinition = {
  code: 'request-timeout',
  status: 408,
  title: 'The request took too long',
  meaning: "The headers or the body didn't arrive within the time that this server allows.",
  remedy: 'Send the request again. If the body is large or the connection slow, send less at once.',
};

export const otherAccount: ProblemDefinition = {
  code: 'other-account',
  status: 409,
  title: 'This page was opened for another account',
  meaning:
    'Someone else signed in to this browser after the page was opened, or the form does not say whose page it is on. Nothing was changed.',
  remedy:
    'Reload the page, or sign in to the other account again. A program that sends `Latchkey-Owner` must send the ID of the account that is signed in.',
};

export const otherLogin: ProblemDefinition = {
  code: 'other-login',
  status: 409,
  title: 'This page belongs to another sign-in',
  meaning: 'A newer sign-in was started in this browser after the page was opened. Nothing was sent to it.',
  remedy: 'Continue the newer sign-in, or start over.',
};

/** The refusal of `method` where `allow` lists the ones that are supported. */
export function methodRefused(method: string, allow: string): Problem {
  return problem(methodNotAllowed, `${method} is not supported here. Use ${allow}.`, { headers: { allow } });
}

export const bodyTooLarge: ProblemDefinition = {
  code: 'body-too-large',
  status: 413,
  title: 'The request is too large',
  meaning: 'The body of the request is larger than this address takes.',
  remedy: 'Send less. No honest request to this address needs more.',
  onPage: 'Go back, shorten what you entered, and send the form again.',
};

export const expectationFailed: ProblemDefinition = {
  code: 'expectation-failed',
  status: 417,
  title: "The expectation can't be met",
  meaning: 'The "Expect" header asks for something other than "100-continue".',
  remedy: 'Remove the "Expect" header and send the request again.',
};

export const headersTooLarge: ProblemDefinition = {
  code: 'headers-too-large',
  status: 431,
  title: 'The headers are too large',
  meaning: 'The request line and the headers are longer than 16 KiB together.',
  remedy: 'Send long values in the body. In a browser, delete the cookies of this site and try again.',
};

export const unsupportedMediaType: ProblemDefinition = {
  code: 'unsupported-media-type',
  status: 415,
  title: 'The body is of a kind that is not taken here',
  meaning: 'The body has no media type, or one that is not supported here.',
  remedy:
    'Send JSON with the header `Content-Type: application/json`. Pages take forms: `application/x-www-form-urlencoded`.',
  onPage:
    "Go back, reload the page, and send the form again. If you're writing a program, use the API instead.",
};

export const busy: ProblemDefinition = {
  code: 'busy',
  status: 503,
  title: 'The server cannot do this right now',
  meaning: 'Too much work is waiting, or the database is not answering. Nothing was changed.',
  remedy: 'Wait for the number of seconds in the "Retry-After" header and send the same request again.',
  onPage: 'Wait a few seconds and try again.',
};

export const internal: ProblemDefinition = {
  code: 'internal',
  status: 500,
  title: 'Something went wrong here',
  meaning: 'The server met an error that it did not expect, and refused to go on. It is not your fault.',
  remedy:
    'Try again in a moment. If it stays, tell whoever runs this server the request id: the log says more under it.',
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
  bodyTooLarge,
  unsupportedMediaType,
  expectationFailed,
  headersTooLarge,
  busy,
  internal,
];
