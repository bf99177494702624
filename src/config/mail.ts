import { hours, minutes } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { choice, duration, integer, place } from './keys.ts';

/** The keys of addresses, and of the mail that goes there. */
export const emailKeys = Type.Object({
  registration: choice(
    ['optional', 'required'],
    'optional',
    'Whether a registration must name an e-mail address. `required` with `before-login` also asks it of accounts that have none, at their next login.',
  ),
  verification: choice(
    ['none', 'later', 'before-login'],
    'before-login',
    'When somebody must confirm the address that they have asked for: before they get a session, later (the account page reminds), or never (`none`; the registration page then asks for no address unless it is required). Nobody is asked where no mail is sent, in production without `mail.url`. Whatever this says, an address that is not confirmed opens nothing.',
  ),
  verifyLifetime: duration(
    '24h',
    [minutes(10), hours(24)],
    'How long the link that confirms an e-mail address may be used. NIST SP 800-63B-4 allows 24 hours at most.',
  ),
  recoverLifetime: duration(
    '30m',
    [minutes(10), hours(1)],
    'How long the link to choose a new password may be used.',
  ),
  mailsAnHour: integer(
    5,
    [1, 1000],
    'Emails with a link or a code in an hour for each account, by kind. Strangers, browsers the account has signed in from, and requests with a proof of work have an allowance each.',
    { unit: 'mails' },
  ),
});

export const mailKeys = Type.Object({
  url: place(
    'mailServer',
    '',
    'The mail server that hands mails on: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`. Without it no mail is sent, and what needs mail is not offered. In development nothing is sent: mails are shown at `/dev/mailbox`.',
    { secret: true },
  ),
  from: place(
    'sender',
    '',
    'The sender of emails: `login@example.com`, `Example <login@example.com>` or `"Example, Inc." <login@example.com>`. Required with `mail.url`.',
  ),
  tls: choice(
    ['required', 'optional'],
    'required',
    'Whether emails may leave without verified TLS. `optional` encrypts where the mail server offers TLS, with any certificate, and sends in the clear otherwise. Use it for a relay in your own network, without a password. A server on a loopback address needs no TLS either way.',
  ),
});
