import { newSecretToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import type { NewLink } from './links-store.ts';
import type { LinkPurpose } from './table.ts';

/** What a mail carries: the same token as an address to open and as a code to paste. */
export interface MailLink {
  readonly url: string;
  readonly code: string;
  /** In milliseconds. */
  readonly lifetime: number;
}

/**
 * The page that each link opens. The token follows after "#": a browser sends that part to nobody, and a program that
 * opens links in mails to look for malware sees a form and uses nothing up.
 */
const pages: Readonly<Record<LinkPurpose, string>> = {
  'verify-email': '/email/verify',
  recover: '/recover/complete',
};

/** Makes a link, and the row that stands for it in the database. */
export function newLink(
  { config, clock }: Pick<Services, 'config' | 'clock'>,
  purpose: LinkPurpose,
  accountId: string,
  address: string,
): { link: MailLink; row: Omit<NewLink, 'mail_id'> } {
  const lifetime = lifetimeOf(config, purpose);
  const { token, hash } = newSecretToken('lnk_');
  const row = { token_hash: hash, purpose, account_id: accountId, address, expires_at: clock() + lifetime };
  return { link: { url: `${config.publicUrl}${pages[purpose]}#${token}`, code: token, lifetime }, row };
}

/** In milliseconds. */
export function lifetimeOf({ email }: Services['config'], purpose: LinkPurpose): number {
  return purpose === 'recover' ? email.recoverLifetime : email.verifyLifetime;
}

/** The token in what somebody pasted: the code alone, or the whole link; whatever else is no token of ours. */
export function tokenIn(pasted: string): string {
  return /lnk_[\w-]{43}(?![\w-])/.exec(pasted)?.[0] ?? '';
}
