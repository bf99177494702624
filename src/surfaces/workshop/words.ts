import type { Wording } from '../../kit/words/index.ts';

/** What the workshop's own server answered (`Success`, `User not found`) is its protocol and stands in the code. */
export const english = {
  secondFactorAsked:
    'This account has a second factor, which this request cannot carry. Log in on the page /login.',
  secondFactorMissing:
    'This account must have a second factor first. Log in on the page /login, which adds one.',
  addressUnproved:
    'The e-mail address of this account is not confirmed yet. Open the link in the mail, then log in.',
  notUtf8: 'The address cannot be read as UTF-8. Encode what is in it: a "%" is written %25, for example.',
  /** `sent` is a method and a path, `example` a request that would do. */
  wrongMethod: (sent: string, example: string) =>
    `${sent} does not do that here. Send, for example: ${example}`,
  missing: (name: 'username' | 'password', example: string) =>
    `The ${name} is missing. Send, for example: ${example}`,
  useApi: (instead: string, reference: string) =>
    `This address is a page here. A program uses the API: ${instead}. See ${reference}.`,
  /** What a program uses instead. */
  withJson: (request: string) => `${request} with a JSON body`,
  forAnotherSite:
    "A browser sent this for another website. Type the address, or use curl or Insomnia; a page's script uses the API.",
  /** Why an entry of a file isn't imported. */
  entries: {
    nameTwice: (line: number) => `The name stands in line ${line} already.`,
    sameName: (line: number) =>
      `Upper and lower case aside, it is the name of line ${line}. Rename one of them in the file.`,
    otherPepper:
      'Its hash has a pepper that is not the configured one, so no password would fit. Set LATCHKEY_PASSWORD_PEPPER to that of the server it comes from.',
    importedOtherwise:
      'The name was imported before, from an entry with other data or times. That account stays as it is.',
    taken: 'The name is registered already.',
    takenAs: (username: string) => `The name is registered already, as "${username}".`,
    tooDeep: 'The data is nested too deeply.',
    noObject: 'The value is no JSON object with "password" and "data".',
    inexact: (number: string) => `The number ${number} cannot be kept exactly; make it a string.`,
    memberTwice: (name: string) => `"${name}" stands in it twice.`,
    unknown: (name: string) => `"${name}" is not known here; move it into "data".`,
    noTime: (name: 'created' | 'lastLogin') => `"${name}" is no time such as 2026-01-31T12:00:00.000Z.`,
    noPassword: '"password" is missing.',
    passwordNoString: '"password" is no string.',
    badWraps: '"wraps" is neither "md5" nor left out.',
    badPepper: '"pepper" is not the name of a pepper, which an export gives.',
    notWithMd5: (name: 'wraps' | 'pepper') => `"${name}" does not go with an MD5.`,
    noHash: '"password" is neither an MD5 in hexadecimal nor an argon2id hash.',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly workshop: Wording<typeof english>;
  }
}
