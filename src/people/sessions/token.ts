import { newSecretToken, type SecretToken } from '../../kit/secret-token.ts';
import type { SessionsTable } from './table.ts';

/** Our tokens have this form; anything else is not worth a look-up. */
export const tokenForm = {
  cookie: /^lks_[\w-]{43}$/,
  bearer: /^lkb_[\w-]{43}$/,
  impersonation: /^lki_[\w-]{43}$/,
};

const prefixes = { cookie: 'lks_', bearer: 'lkb_', impersonation: 'lki_' } as const;

export function newSessionToken(transport: SessionsTable['transport']): SecretToken {
  return newSecretToken(prefixes[transport]);
}

/** Whether a header holds the token of a session anywhere, so also behind another word than `Bearer`. */
export function holdsToken(header: string): boolean {
  return /(^|[^\w-])lkb_[\w-]{43}$/.test(header.trim());
}
