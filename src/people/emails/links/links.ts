import { hashToken, newSecretToken, sameText, sign } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import type { LinkPurpose } from '../table.ts';
import type { NewLink } from './links-store.ts';

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
  { config, clock, secretKey }: Pick<Services, 'config' | 'clock' | 'secretKey'>,
  purpose: LinkPurpose,
  accountId: string,
  address: string,
  lifetime = lifetimeOf(config, purpose),
): { link: MailLink; row: Omit<NewLink, 'mail_id' | 'trail_id'> } {
  const now = clock();
  const token = newToken(secretKey);
  const row = {
    token_hash: hashToken(token),
    purpose,
    account_id: accountId,
    address,
    sent_at: now,
    expires_at: now + lifetime,
  };
  return { link: { url: `${config.publicUrl}${pages[purpose]}#${token}`, code: token, lifetime }, row };
}

/** A token with its mark; see `wasMadeHere`. */
export function newToken(secretKey: string): string {
  const { token } = newSecretToken('lnk_');
  return `${token}${markOf(secretKey, token)}`;
}

/** In milliseconds. */
export function lifetimeOf({ email }: Services['config'], purpose: LinkPurpose): number {
  return purpose === 'recover' ? email.recoverLifetime : email.verifyLifetime;
}

/**
 * The token in what somebody pasted: the code alone, or the whole link; whatever else is no token of ours. Links of
 * versions before 0.2.0 have no mark. Mail programs break long lines, some with a "=" before the break (RFC 2045 section
 * 6.7).
 */
export function tokenIn(pasted: string): string {
  const [whole = '', joined = ''] = [pasted, pasted.replaceAll(/=?\s+/g, '')].map(
    (text) => /lnk_[\w-]{43}(?:[\w-]{12})?(?![\w-])/.exec(text)?.[0] ?? '',
  );
  return joined.length > whole.length ? joined : whole;
}

/**
 * Whether a token was made under this secret key, whatever has become of its link. Nobody who guesses at links can make
 * one of which that is so.
 */
export function wasMadeHere({ secretKey }: Pick<Services, 'secretKey'>, token: string): boolean {
  const [random, mark] = [token.slice(0, markAt), token.slice(markAt)];
  return mark !== '' && sameText(mark, markOf(secretKey, random));
}

const markAt = 'lnk_'.length + 43;

/** 72 bits of an HMAC. It opens nothing, so whoever guessed it would only have a guess at the other 256 bits for free. */
function markOf(secretKey: string, random: string): string {
  return sign(secretKey, 'link', random).slice(0, 12);
}
