import { mailIsConfigured } from '../../kit/mail/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import { checkEmail, type EmailAddress } from './address.ts';
import { emailNeeded, emailRefused, mailOff } from './problems.ts';

/** Throws `email-refused` for what cannot be an address. */
export function requireEmail(typed: string, pointer: string): EmailAddress {
  const verdict = checkEmail(typed);
  if (verdict.ok) return { address: verdict.address, key: verdict.key };
  const { code, detail } = verdict;
  throw problem(emailRefused, detail, { errors: [{ pointer, code, detail }] });
}

/** The address that a registration names, if it does. Throws `email-needed`, `email-refused` or `mail-off`. */
export function requireAddress(
  config: Services['config'],
  typed: string | undefined,
): EmailAddress | undefined {
  if (typed !== undefined) {
    const email = requireEmail(typed, '/email');
    requireMail(config);
    return email;
  }
  if (config.email.registration === 'optional') return undefined;
  const detail: Say = ({ emails }) => emails.addressNeeded;
  throw problem(emailNeeded, detail, { errors: [{ pointer: '/email', code: 'missing', detail }] });
}

/** Throws `mail-off` where no mail would reach anybody. */
export function requireMail(config: Services['config']): void {
  if (!mailIsConfigured(config)) throw problem(mailOff);
}
