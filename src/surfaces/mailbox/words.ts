import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Mailbox',
  lead: 'In development no mail leaves this machine. What would have been sent is here, whoever it is for.',
  none: (account: ComponentChild): Rich => [
    'No mail yet. Add a mail address to ',
    account,
    ', then look again.',
  ],
  yourAccount: 'your account',
  mail: {
    to: 'To',
    written: 'Written',
    frame: 'The mail as most mail programs show it',
    byItself: 'Open the mail by itself',
    asText: 'As plain text',
  },
  noSuchMail: 'There is no such mail. Mails are removed a week after they were written.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly mailbox: Wording<typeof english>;
  }
}
