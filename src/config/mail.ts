import { hours, minutes } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { choice, duration, integer, place } from './keys.ts';

/** The settings for email addresses and the emails sent to them. */
export const emailKeys = Type.Object({
  registration: choice(
    ['optional', 'required'],
    'optional',
    'Whether new accounts must have an email address. `required` together with `before-login` also asks existing accounts without one at their next sign-in.',
  ),
  verification: choice(
    ['none', 'later', 'before-login'],
    'before-login',
    'When people must verify their email address: before the session starts (`before-login`), later with a reminder on the account page (`later`), or never (`none`). With `none`, the sign-up page asks for an address only if it is required. In production without `mail.url`, nobody is asked. An unverified address never gives access to anything.',
  ),
  verifyLifetime: duration(
    '24h',
    [minutes(10), hours(24)],
    'How long the link to verify an email address is valid. NIST SP 800-63B-4 allows at most 24 hours.',
  ),
  recoverLifetime: duration(
    '30m',
    [minutes(10), hours(1)],
    'How long the link to reset a password is valid.',
  ),
  mailsAnHour: integer(
    5,
    [1, 1000],
    'Emails with a link or code per account, kind and hour. Unknown browsers, known browsers and requests with a proof of work each have their own allowance.',
    { unit: 'emails' },
  ),
});

export const mailKeys = Type.Object({
  url: place(
    'mailServer',
    '',
    'The mail server that sends emails: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`. Without it, no emails are sent and features that need them are off. In development, emails are never sent. Read them at `/dev/mailbox`.',
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
    'Whether sending emails requires verified TLS. `optional` uses TLS with any certificate if the mail server offers it, and no encryption otherwise. Use it only for a relay in your own network that has no password. A server on a loopback address never needs TLS.',
  ),
});
