import { quoted, type Wording, withoutBackticks } from '../words/index.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

const inPlace = ({ line, column }: Place) => `(line ${line}, column ${column})`;

/** The types of JSON Schema. */
const types: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
};

/** `string,null` is `a string or null`. */
const typesInWords = (names: string): string =>
  names
    .split(',')
    .map((type) => types[type] ?? type)
    .join(' or ');

/** Where the field stands; one of the body needs no saying. */
const sources = { body: '', querystring: 'In the query, ', params: 'In the path, ' };

/** A name as a page and the terminal show it, with what can't be seen in it escaped. */
const code = (name: string): string => `\`${quoted(name).slice(1, -1)}\``;

export const english = {
  /** Of a request in the reference. */
  keyIsEnough: (scope: string) => `An access key with the scope \`${scope}\` is enough.`,
  emptyBody: 'The body is empty. Send a JSON object.',
  notUtf8: "The body isn't valid UTF-8.",
  notJson: (place: Place) => `The body isn't valid JSON ${inPlace(place)}.`,
  tooDeep: (place: Place) => `The body is nested too deeply ${inPlace(place)}.`,
  inexactNumber: "This number can't be stored exactly. Send it as a string.",
  givenTwice: (name: string) => `${code(name)} is given more than once. Send it once.`,
  notPercentEncoded: "The form data isn't percent-encoded UTF-8.",
  compressed: "Compressed bodies aren't supported. Send the body without `Content-Encoding`.",
  sendAs: (types: readonly string[]) =>
    `Send ${types.map((type) => `\`Content-Type: ${type}\``).join(' or ')}.`,
  useAForm: 'Use one of the forms below.',
  otherSignedIn: 'Someone else signed in to this browser after the page was opened. Nothing was changed.',
  /** Once, when an administrator's look at somebody's account has ended by itself. */
  impersonationEnded:
    "You're no longer looking at someone else's account: the time is up, or it was ended. Nothing was changed, and you're yourself again.",
  impersonationOver: 'Open the page again to use it as yourself.',
  /** What a schema found, place by place. */
  invalid: (source: 'body' | 'querystring' | 'params', first: string) => `${sources[source]}${first}`,
  places: {
    missing: (name: string) => `${code(name)} is required.`,
    unknownField: (name: string) => `${code(name)} isn't a field of this request.`,
    /** `pointer` is empty for the whole; `rule` is one of the rules below. */
    broken: (pointer: string, rule: string) =>
      `${pointer === '' ? 'The value' : code(pointer.slice(1))} ${rule}.`,
  },
  rules: {
    type: (names: string) => `must be ${typesInWords(names)}`,
    minItems: (limit: number) =>
      limit === 1 ? 'needs at least one entry' : `needs at least ${limit} entries`,
    minLength: (limit: number) => (limit === 1 ? "can't be empty" : `must have at least ${limit} characters`),
    maxLength: (limit: number) => `must have at most ${limit} characters`,
    enum: (values: readonly unknown[]) => `must be one of ${values.join(', ')}`,
    other: "isn't valid",
  },
  hosts: {
    differ: 'The "Host" header must name the same host as the request target.',
    missing: 'The "Host" header is missing. HTTP/1.1 requires it.',
    several: 'There is more than one "Host" header. Send exactly one.',
    malformed: 'The "Host" header must be a host name or an IP address, with an optional port.',
    unknown: (host: string | undefined) =>
      `This server isn't known as ${withoutBackticks(JSON.stringify(host ?? ''))}. If that's its address, set \`publicUrl\`.`,
  },
  unnamedOrigin:
    'A browser sent this from another website without naming it, such as from a file or a sandboxed frame.',
  originNotAllowed: (origin: string, isPlainHttp: boolean) =>
    `Requests from ${withoutBackticks(JSON.stringify(origin))} aren't allowed. If this is your app, ${isPlainHttp ? 'serve it over https, and add its https address' : 'add it'} to \`allowedOrigins\`.`,
  openedElsewhere: (origin: string) =>
    `This page was opened at ${withoutBackticks(origin)}, which isn't this server's address.`,
  openInstead: (ownOrigin: string) =>
    `Open ${ownOrigin} instead. If you run this site and that's the wrong address, correct \`publicUrl\`.`,
  nothingHere: (method: string, path: string) => `There's nothing at ${method} ${withoutBackticks(path)}.`,
  /** `method` is missing where the parser didn't know it. */
  methodRefused: (method: string | undefined, allow: string) =>
    `${method ?? 'This method'} isn't supported here. Use ${allow}.`,
  tooLate: "The request didn't arrive in time. Send it again.",
  longExtensions: 'The chunk extensions are too long. Send the body without them.',
  notHttp: "This isn't a valid HTTP/1.1 request.",
  onlyContinue: 'The only `Expect` this server supports is `100-continue`. Remove the header.',
  unstorable: "The request has a character that this server can't store. Remove it and try again.",
  fault: 'This server failed to answer. Give its admin the request ID: it leads to the cause in the log.',
  databaseAway: "The database isn't answering. Try again in a few seconds.",
  problems: {
    invalidRequest: {
      title: 'Invalid request',
      meaning: "Something in the request is missing, has the wrong type, or isn't supported.",
      remedy:
        'Check `errors` in the answer: each entry has a JSON Pointer to the field and says what to fix. The API reference lists every field.',
      onPage: 'Go back, reload the page, and send the form again.',
    },
    malformedRequest: {
      title: 'Malformed HTTP request',
      meaning:
        "The server couldn't read the request: its request line, a header or its body breaks HTTP/1.1 (RFC 9112).",
      remedy:
        'Send it with an HTTP library, with exactly one `Host` header, to the scheme (http or https) that this address uses.',
      onPage: 'Try again. If it happens again, tell whoever runs this site.',
    },
    forbiddenOrigin: {
      title: 'Request from another website',
      meaning:
        "A browser sent this request for a website that isn't on the list of allowed origins. This keeps other websites from acting on your behalf.",
      remedy:
        "If it's your own frontend, add its origin (scheme, host and port, such as https://app.example.com) to `allowedOrigins`, and open this server at its `publicUrl`.",
    },
    notFound: {
      title: 'Page not found',
      meaning: "There's nothing at this address, or it isn't yours.",
      remedy: 'Check the address for a typo. The API reference lists every address.',
      onPage: 'Check the address for a typo.',
    },
    methodNotAllowed: {
      title: 'Method not allowed',
      meaning: "The address exists, but doesn't support this HTTP method.",
      remedy: 'Use one of the methods in the `Allow` header.',
      onPage: 'Go back and use the links and buttons on the page.',
    },
    requestTimeout: {
      title: 'The request took too long',
      meaning: "The headers or the body didn't arrive in time.",
      remedy: 'Send the request again. If the body is large or the connection slow, send less at once.',
    },
    otherAccount: {
      title: 'This page was opened for another account',
      meaning:
        "Someone else signed in to this browser after the page was opened, or the form doesn't say which account it's for. Nothing was changed.",
      remedy:
        'Reload the page, or sign in to the other account again. A program that sends `Latchkey-Owner` must send the ID of the account that is signed in.',
    },
    otherLogin: {
      title: 'This page belongs to another sign-in',
      meaning:
        'A newer sign-in was started in this browser after the page was opened. Nothing was sent to it.',
      remedy: 'Continue the newer sign-in, or start over.',
    },
    impersonationRefused: {
      title: "You can't do that as someone else",
      meaning:
        "You're looking at someone else's account. You can't change anything there, confirm their identity, sign in to apps or open the console.",
      remedy: 'Stop looking at the account, then send the request again as yourself.',
      onPage: 'Choose "Stop" at the top of the page to be yourself again.',
    },
    bodyTooLarge: {
      title: 'The request is too large',
      meaning: 'The body is larger than this address accepts.',
      remedy: 'Send a smaller body.',
      onPage: 'Go back, shorten what you entered, and send the form again.',
    },
    expectationFailed: {
      title: "The expectation can't be met",
      meaning: 'The "Expect" header asks for something other than "100-continue".',
      remedy: 'Remove the "Expect" header and send the request again.',
    },
    headersTooLarge: {
      title: 'The headers are too large',
      meaning: 'The request line and the headers are longer than 16 KiB in total.',
      remedy: "Send long values in the body. In a browser, delete this site's cookies and try again.",
    },
    unsupportedMediaType: {
      title: 'Unsupported media type',
      meaning: "The body has no media type, or one that isn't supported.",
      remedy:
        'Send JSON with `Content-Type: application/json`. Pages accept forms: `application/x-www-form-urlencoded`.',
      onPage:
        "Go back, reload the page, and send the form again. If you're writing a program, use the API instead.",
    },
    busy: {
      title: 'The server is busy',
      meaning: "Too many requests are waiting, or the database isn't responding. Nothing was changed.",
      remedy: 'Wait for the number of seconds in the `Retry-After` header, then send the request again.',
      onPage: 'Wait a few seconds and try again.',
    },
    internal: {
      title: 'Something went wrong',
      meaning: "The server ran into an unexpected error. It isn't your fault.",
      remedy:
        "Try again in a moment. If it happens again, give the request ID to the server's admin, who can find it in the log.",
    },
  },
};

declare module '../words/index.ts' {
  interface Words {
    readonly http: Wording<typeof english>;
  }
}
