export interface EmailsTable {
  id: string;
  account_id: string;
  /** As typed, in NFC. */
  address: string;
  /** Folded; unique among those that are verified. See address.ts. */
  address_key: string;
  /** Null as long as it is only asked for: then it belongs to nobody. */
  verified_at: number | null;
  created_at: number;
}

export type LinkPurpose = 'verify-email' | 'recover';

/** What ended a link that nobody used: one to another address, a link for the same that was used, or another change. */
export type LinkEnd = 'newer-link' | 'other-link-used' | 'account-changed';

/**
 * A link that was sent by mail. A good one is sent again instead of another, until half of its time is over. Used, ended
 * or late it stays for some days, so that whoever opens it is told what became of it.
 */
export interface LinksTable {
  /** SHA-256 of the token; the token itself is in the mail alone. */
  token_hash: string;
  purpose: LinkPurpose;
  account_id: string;
  /** Where it was sent: it proves that its holder reads the mail of this address. Empty once it was used or ended. */
  address: string;
  /** 0 where it was sent by an older version. */
  sent_at: number;
  expires_at: number;
  used_at: number | null;
  /** When it was ended without being used, and by what. */
  ended_at: number | null;
  ended_by: LinkEnd | null;
  /** The mail that carries it; null for links of 0.1.0. */
  mail_id: string | null;
  /** The attempt that asked for it (`att_…`); null where none did. */
  trail_id: string | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    emails: EmailsTable;
    links: LinksTable;
  }
}
