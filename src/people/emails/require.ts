import { mailIsConfigured } from '../../kit/mail/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import { checkEmail, type EmailAddress } from './address.ts';
import { emailRefused, mailOff } from './problems.ts';

/** Throws `email-refused` for what cannot be an address. */
export function requireEmail(typed: string, pointer: string): EmailAddress {
  const verdict = checkEmail(typed);
  if (verdict.ok) return { address: verdict.address, key: verdict.key };
  const { code, detail } = verdict;
  throw problem(emailRefused, detail, { errors: [{ pointer, code, detail }] });
}

/** Throws `mail-off` where no mail would reach anybody. */
export function requireMail(config: Services['config']): void {
  if (!mailIsConfigured(config)) throw problem(mailOff);
}
