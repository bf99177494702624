import type { Wording } from '../words/index.ts';

/** What every mail says, whatever it is about. */
export const english = {
  /** For programs that read a mail aloud. */
  language: 'en',
  /** Stands before the address that a button leads to. */
  orOpen: 'Does the button not work? Open this address:',
  /** Why there is no use in answering. */
  sentBy: (siteName: string) => `${siteName} sent this mail by itself. Nobody reads the answers.`,
};

declare module '../words/index.ts' {
  interface Words {
    readonly mail: Wording<typeof english>;
  }
}
