import type { Wording } from '../../kit/words/index.ts';

export const english = {
  noSuchMail: 'There is no such mail. Mails are removed a week after they were written.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly mailbox: Wording<typeof english>;
  }
}
