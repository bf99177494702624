import type { Wording } from '../words/index.ts';

/** What every email says, whatever it is about. */
export const english = {
  /** For programs that read an email aloud. */
  language: 'en',
  /** Stands before the address that a button leads to. */
  orOpen: "If the button doesn't work, open this link:",
  /** Why there is no use in replying. */
  sentBy: (siteName: string) => `This is an automatic email from ${siteName}. Replies aren't read.`,
};

declare module '../words/index.ts' {
  interface Words {
    readonly mail: Wording<typeof english>;
  }
}
