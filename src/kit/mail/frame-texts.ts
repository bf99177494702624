import type { Catalogue } from './locale.ts';

interface FrameTexts {
  /** For programs that read a mail aloud. */
  readonly language: string;
  /** Stands before the address that a button leads to. */
  readonly orOpen: string;
  /** Why there is no use in answering. */
  readonly sentBy: (siteName: string) => string;
}

/** What every mail says, whatever it is about. */
export const frameTexts: Catalogue<FrameTexts> = {
  en: {
    language: 'en',
    orOpen: 'Does the button not work? Open this address:',
    sentBy: (siteName) => `${siteName} sent this mail by itself. Nobody reads the answers.`,
  },
};
