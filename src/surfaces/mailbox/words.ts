import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Mailbox',
  lead: 'In development, no email leaves this machine. Everything the server would have sent is here, for any address.',
  none: (account: ComponentChild): Rich => [
    'No email yet. Add an email address to ',
    account,
    ', then come back.',
  ],
  yourAccount: 'your account',
  mail: {
    to: 'To',
    written: 'Sent',
    frame: 'The email as most apps show it',
    byItself: 'Open the email on its own',
    asText: 'Plain text',
  },
  noSuchMail: "There's no such email. Emails are removed after a week.",
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly mailbox: Wording<typeof english>;
  }
}
