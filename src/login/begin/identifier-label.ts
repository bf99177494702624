import type { Config } from '../../config/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Say } from '../../kit/words/index.ts';

/** What the field for who one is asks for. Where no mail is sent nobody can confirm an address. */
export function identifierLabel(config: Pick<Config, 'login' | 'mail' | 'mode'>): Say {
  const { identifiers } = config.login;
  if (identifiers === 'email') return ({ login }) => login.identifiers.email;
  const takesBoth = identifiers === 'both' && mailIsConfigured(config);
  return ({ login }) => login.identifiers[takesBoth ? 'both' : 'username'];
}
