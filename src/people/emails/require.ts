import { mailIsConfigured } from '../../kit/mail/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { checkEmail, type EmailAddress } from './address.ts';
import { requireAllowedDomain } from './domains.ts';
import { emailNeeded, emailRefused, mailOff } from './problems.ts';

type Trail = Pick<TrailRecorder, 'note'>;

/**
 * An address that somebody wants, at their registration or later. Throws `email-refused` for what cannot be one, and
 * `domain-refused` where its domain may not be used here.
 */
export function requireEmail(
  services: Pick<Services, 'emailDomains'>,
  typed: string,
  { pointer, trail }: { readonly pointer: string; readonly trail?: Trail | undefined },
): EmailAddress {
  const email = readEmail(typed, pointer);
  requireAllowedDomain(services, email.key, { pointer, trail });
  return email;
}

/** The same of whatever domain, for what admins decide. Throws `email-refused`. */
export function readEmail(typed: string, pointer: string): EmailAddress {
  const verdict = checkEmail(typed);
  if (!verdict.ok) {
    const { code, detail } = verdict;
    throw problem(emailRefused, detail, { errors: [{ pointer, code, detail }] });
  }
  const { address, key } = verdict;
  return { address, key };
}

/** The address that a registration names, if it does. Throws `email-needed`, `email-refused`, `domain-refused` or `mail-off`. */
export function requireAddress(
  services: Pick<Services, 'config' | 'emailDomains'>,
  typed: string | undefined,
  trail?: Trail,
): EmailAddress | undefined {
  const { config } = services;
  if (typed !== undefined) {
    const email = requireEmail(services, typed, { pointer: '/email', trail });
    requireMail(config);
    return email;
  }
  if (config.email.registration === 'optional') return undefined;
  throw addressNeeded();
}

export function addressNeeded(): Problem {
  const detail: Say = ({ emails }) => emails.addressNeeded;
  return problem(emailNeeded, detail, { errors: [{ pointer: '/email', code: 'missing', detail }] });
}

/** Throws `mail-off` where no mail would reach anybody. */
export function requireMail(config: Services['config']): void {
  if (!mailIsConfigured(config)) throw problem(mailOff);
}
