/** What a mail is about, for the operator and for who looks up what became of it. */
export type MailKind =
  | 'verify-email'
  | 'address-in-use'
  | 'recover'
  | 'login-code'
  | 'verification-code'
  | 'invitation'
  | 'notice';

/** A mail that waits to be sent, or was. */
export interface OutboxTable {
  /** The first part of its Message-ID. */
  id: string;
  /** Whose act or account it is about; null for one that belongs to nobody. */
  account_id: string | null;
  kind: MailKind;
  /** The attempt that it was sent for last (`att_…`); null where there is none. */
  trail_id: string | null;
  /** Receiver, subject and both forms, sealed under the secret key (`sealed-mail.ts`); null once nobody needs them. */
  sealed: string | null;
  created_at: number;
  /** When it is tried next. */
  due_at: number;
  /** Tries that were begun; of two processes only the one that counted the last may say how it went. */
  tries: number;
  /** Until then it is with the process that took it. */
  claimed_until: number;
  sent_at: number | null;
  failed_at: number | null;
  /** What went wrong in the last try, without address, code or link. */
  last_error: string | null;
  /** What the mail server answered when it took it, as numbers alone: `250 2.0.0`. */
  reply: string | null;
  /** Until when it can be asked for again, since the link in it is good; 0 where it has none. */
  kept_until: number;
  /** How often it was asked for; each time it goes out under a Message-ID of its own. */
  copies: number;
}

/** Mails of 0.1.0 that are still to be sealed, and one row without an id as long as the file is still to be compacted. */
export interface UnsealedMailsTable {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
}

declare module '../db/tables.ts' {
  interface Tables {
    outbox: OutboxTable;
    unsealed_mails: UnsealedMailsTable;
  }
}
