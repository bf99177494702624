import type { MailKind, MailState } from '../../../kit/mail/index.ts';

export const english = {
  lead: "Every email waiting to be sent, and what became of the others. What an email says isn't shown, because it can hold a link or code that opens an account.",
  caption: 'Emails, newest first',
  list: 'Emails',
  columns: {
    recipient: 'Recipient',
    kind: 'About',
    state: 'State',
    tries: 'Tries',
    error: 'Last error',
    queued: 'Queued',
  },
  tabs: { label: 'Which emails', all: 'All' },
  states: { waiting: 'Waiting', sent: 'Sent', 'given-up': 'Given up' } satisfies Readonly<
    Record<MailState, string>
  >,
  kinds: {
    'verify-email': 'Verify an address',
    'address-in-use': 'Address already in use',
    recover: 'Reset a password',
    'login-code': 'Sign-in code',
    'verification-code': 'Verification code',
    invitation: 'Invitation',
    notice: 'Security notice',
  } satisfies Readonly<Record<MailKind, string>>,
  /** Where the address went with the content. */
  deleted: 'Address deleted',
  shown: (count: number) => (count === 1 ? '1 email' : `${count} emails`),
  nothing: {
    title: 'No emails here',
    text: 'Emails show up when someone signs up, resets a password or changes their account.',
  },
  next: 'Next try',
  retry: {
    link: 'Send again',
    title: 'Send this email again?',
    consequences: {
      now: 'It goes out right away, as it was written.',
      audit: 'The audit log says that you sent it again.',
    },
    submit: 'Send email',
    gone: 'This email was sent, or its content is deleted. Have whoever waits for it ask for a new one.',
    back: 'Back to the emails',
  },
};
