import { durationInWords } from '../../../kit/duration.ts';
import type { Span } from '../../../people/statistics/index.ts';

export const english = {
  /** For numbers (BCP 47). */
  locale: 'en-GB',
  lead: 'What happened on this server, and what needs you.',
  /** For whoever may see neither statistics nor people. */
  leadAlone: 'Choose a page in the menu. It lists what your roles let you open.',
  period: 'Period',
  spans: { '24-hours': '24 hours', '90-days': '90 days' } satisfies Record<Span, string>,
  figures: {
    signIns: 'Sign-ins',
    failures: 'Failed sign-ins',
    /** Of all attempts, failed ones among them. */
    share: (percent: string) => `${percent} of all attempts`,
    registrations: 'New accounts',
    recovered: (count: string, isOne: boolean) => `${count} ${isOne ? 'password' : 'passwords'} reset`,
    waiting: 'Emails waiting',
    oldest: (age: number) => `The oldest for ${durationInWords(age)}`,
    sent: (count: string) => `${count} sent`,
  },
  failed: {
    'failed-unknown-account': 'Unknown username or email',
    'failed-account-closed': 'Disabled or deleted account',
    'failed-incorrect-password': 'Incorrect password',
    'failed-incorrect-code': 'Incorrect code',
    'failed-passkey-refused': 'Passkey refused',
    'failed-too-many-attempts': 'Too many attempts',
    'failed-challenge-required': 'Proof of work required',
    'failed-expired': 'Expired',
    'failed-server-error': 'Server error',
    'failed-other': 'Other',
  },
  attention: {
    title: 'Needs attention',
    links: {
      errors: 'See attempts',
      givenUp: 'See emails',
      late: 'See emails',
      mailOff: 'See settings',
    },
    errors: (count: string, isOne: boolean) =>
      `${count} ${isOne ? 'sign-in' : 'sign-ins'} failed because of a server error in the last 24 hours. The log of the server says more.`,
    givenUp: (count: string, isOne: boolean) =>
      `${count} ${isOne ? "email couldn't" : "emails couldn't"} be delivered in the last 24 hours.`,
    late: (age: number) =>
      `Emails have been waiting for ${durationInWords(age)}. Check the connection to the mail server.`,
    mailOff:
      'No mail server is configured, so nobody gets a link for a forgotten password. Set `mail.url` in the configuration.',
    aloneAdministrator:
      'There is only one administrator. Add another one, so that a lost phone locks nobody out of this console.',
  },
};
