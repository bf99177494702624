import type { Wording } from '../../kit/words/index.ts';

/** What the workshop's own server answered (`Success`, `User not found`) is its protocol and stands in the code. */
export const english = {
  secondFactorAsked:
    "This account uses two-step verification, which this request doesn't support. Sign in on the page /login.",
  secondFactorMissing:
    'This account needs two-step verification first. Sign in on the page /login to set it up.',
  addressUnproved: "This account's email isn't verified yet. Open the link in the email, then sign in.",
  notUtf8: "The address isn't valid UTF-8. Encode special characters: write %25 for a %, for example.",
  /** `sent` is a method and a path, `example` a request that would do. */
  wrongMethod: (sent: string, example: string) =>
    `${sent} isn't supported here. Send, for example: ${example}`,
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
    nameTwice: (line: number) => `The username is already in line ${line}.`,
    sameName: (line: number) =>
      `Except for capitalization, it's the username in line ${line}. Rename one of them in the file.`,
    otherPepper:
      'The password was hashed with another pepper, so it would never match. Set LATCHKEY_PASSWORD_PEPPER to the pepper of the server it comes from.',
    importedOtherwise:
      'The username was imported before, from an entry with other data or times. That account stays as it is.',
    taken: 'The username is already taken.',
    takenAs: (username: string) => `The username is already taken, as "${username}".`,
    tooDeep: 'The data is nested too deeply.',
    noObject: 'The value must be a JSON object with "password" and "data".',
    inexact: (number: string) => `The number ${number} can't be stored exactly. Make it a string.`,
    memberTwice: (name: string) => `"${name}" is in it twice.`,
    unknown: (name: string) => `"${name}" isn't a known field. Move it into "data".`,
    noTime: (name: 'created' | 'lastLogin') => `"${name}" must be a time such as 2026-01-31T12:00:00.000Z.`,
    noPassword: '"password" is missing.',
    passwordNoString: '"password" must be a string.',
    badWraps: '"wraps" must be "md5" or left out.',
    badPepper: '"pepper" must be the name of a pepper from an export.',
    notWithMd5: (name: 'wraps' | 'pepper') => `"${name}" can't be combined with an MD5.`,
    noHash: '"password" must be an MD5 in hexadecimal or an argon2id hash that this server can verify.',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly workshop: Wording<typeof english>;
  }
}
