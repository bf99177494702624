import type { OutboxTable } from '../../kit/mail/index.ts';
import type { Words } from '../../kit/words/index.ts';
import type { LinkFate, LinkPurpose } from '../../people/emails/index.ts';
import type { Found } from './finding.ts';

export type OutboxMail = Pick<
  OutboxTable,
  'kind' | 'created_at' | 'sent_at' | 'failed_at' | 'due_at' | 'last_error' | 'reply'
>;

/** Where the email is that somebody waits for: at the address of the development mailbox, or as the outbox has it. */
export type MailNow = { readonly mailbox: string } | OutboxMail;

/** The link in it, and what became of that. */
export interface LinkNow {
  readonly purpose: LinkPurpose;
  readonly fate: LinkFate;
}

/** Where an email is that somebody waits for, if nothing keeps it away. */
export function mailInWords({ why: { mail } }: Words, now: MailNow | undefined): readonly string[] {
  if (now === undefined) return mail.unknown;
  if ('mailbox' in now) return mail.inMailbox(now.mailbox);
  const { kind, created_at, sent_at, reply } = now;
  return [
    ...(sent_at === null ? mail.waits(created_at) : mail.accepted(sent_at, reply)),
    ...(kind === 'address-in-use' ? [mail.inUse] : []),
  ];
}

/** What stands in the way of the email or of its link, if anything does: an email that never came counts first. */
export function mailFault(
  { why }: Words,
  { mail, link, verified }: { mail?: MailNow | undefined; link?: LinkNow | undefined; verified: boolean },
): { readonly of: 'mail' | 'link'; readonly found: Found } | undefined {
  const isOver = link !== undefined && link.fate.state !== 'good';
  const trouble = mail && !('mailbox' in mail) ? why.mailTrouble(mail) : undefined;
  if (trouble && link?.fate.state !== 'used') return { of: 'mail', found: trouble };
  const found = isOver ? why.linkNow(link, verified) : undefined;
  return found && { of: 'link', found };
}
