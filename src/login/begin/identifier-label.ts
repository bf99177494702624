import type { Config } from '../../config/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';

/** What the field for who one is asks for. Where no mail is sent nobody can confirm an address. */
export function identifierLabel(config: Pick<Config, 'login' | 'mail' | 'mode'>): string {
  const { identifiers } = config.login;
  if (identifiers === 'email') return 'E-mail address';
  return identifiers === 'both' && mailIsConfigured(config) ? 'Username or e-mail address' : 'Username';
}
