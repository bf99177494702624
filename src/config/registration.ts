import { days, minutes } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { choice, duration, list, place } from './keys.ts';

/** The settings for who can create an account. */
export const registrationKeys = Type.Object({
  mode: choice(
    ['open', 'invited', 'closed'],
    'open',
    'Who can create an account: everyone (`open`), only people with an invitation (`invited`), or nobody (`closed`). It applies to the sign-up page, the API and the requests of the workshop. Accounts that you create or import with `latchkey accounts` are not sign-ups. In production, `invited` requires `mail.url`.',
  ),
  allowedDomains: list(
    'domains',
    'The domains of email addresses that people can sign up with, such as `example.com`. `*.example.com` matches all subdomains, but not the domain itself. If empty, every domain is allowed. It also applies to invitations, and to addresses that people change later. Requires `email.registration` `required` and `email.verification` `before-login`.',
  ),
  blockedDomains: list(
    'domains',
    "Domains of email addresses that people can't sign up with, even if `registration.allowedDomains` matches them, such as those of disposable addresses. It also applies to invitations, and to addresses that people change later. Addresses that were verified before stay.",
  ),
  blockedDomainsFile: place(
    'domainFile',
    '',
    'A text file with more blocked domains, one per line. `#` starts a comment. It is read when the server starts.',
  ),
  invitationLifetime: duration('7d', [minutes(10), days(30)], 'How long an invitation is valid.'),
});
