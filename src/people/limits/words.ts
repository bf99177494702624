import type { Wording } from '../../kit/words/index.ts';

interface Off {
  readonly where: 'strangers' | 'known';
  readonly failures: number;
  readonly ways: readonly string[];
}

function inWords(seconds: number): string {
  if (seconds === 1) return '1 second';
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** `a`, `a or b`, `a, b, or c`. */
function either(ways: readonly string[]): string {
  return new Intl.ListFormat('en-US', { type: 'disjunction' }).format(ways);
}

export const english = {
  tryAgainIn: (seconds: number) => `Too many attempts. Try again in ${inWords(seconds)}.`,
  challenge:
    'A proof-of-work challenge is required first. Solve it and send it as "proofOfWork" with the same request.',
  /** For a browser without JavaScript, which can't solve a challenge. */
  waitInstead: {
    password: (left: number) =>
      `JavaScript is turned off. Wait ${inWords(left)}, then enter your password again.`,
    code: (left: number) => `JavaScript is turned off. Wait ${inWords(left)}, then enter your code again.`,
  },
  guessesWait: 'Too many attempts for this account are waiting. Try again in a moment.',
  challengesWait: 'Too many challenges are waiting to be made. Try again in a moment.',
  /** What helps where waiting doesn't. */
  ways: {
    recovery: 'reset your password by email',
    knownBrowser: "use a browser you've signed in with before",
    admin: "ask the site's admin for help",
    /** `link` is a page, or an email address. */
    support: (link: string) => `ask for help at ${link}`,
  },
  /** `where`: the limit of strangers, or that of the browsers that the account knows. */
  passwordOff: ({ where, failures, ways }: Off) =>
    `Password sign-in is turned off${where === 'known' ? ' in the browsers you use' : ''} after ${failures} failed attempts in a row. To get back in, ${either(ways)}.`,
  codesOff: ({ failures, ways }: Omit<Off, 'where'>) =>
    `Codes are turned off after ${failures === 1 ? '1 incorrect code' : `${failures} incorrect codes in a row`}. To continue, ${either(ways)}.`,
  problems: {
    challengeRequired: {
      title: 'Proof of work required',
      meaning:
        'After several failed attempts, or many registrations from one address, the client has to solve a small puzzle first. It takes about a second.',
      remedy:
        'Solve the `challenge` in the answer (or one from GET /api/challenge) with an ALTCHA solver, and send the result as `proofOfWork` with the same request. Pages do this automatically when JavaScript is on. Without it, a sign-in page says how long to wait instead.',
    },
    tooManyAttempts: {
      title: 'Too many attempts',
      meaning:
        'There were too many failed attempts for this account, or too many requests from this address.',
      remedy:
        "With a \"Retry-After\" header, wait that many seconds and try again. Without one, waiting doesn't help: password or code sign-in is turned off after too many failures in a row. Reset the password by email, use a browser you've signed in with before, use another factor such as a passkey or a recovery code, or ask the site's admin (`latchkey accounts unlock`).",
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly limits: Wording<typeof english>;
  }
}
