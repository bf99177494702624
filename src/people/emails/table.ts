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

/** A link that was sent by mail. A good one is sent again instead of another, until half of its time is over. */
export interface LinksTable {
  /** SHA-256 of the token; the token itself is in the mail alone. */
  token_hash: string;
  purpose: LinkPurpose;
  account_id: string;
  /** Where it was sent: it proves that its holder reads the mail of this address. */
  address: string;
  expires_at: number;
  used_at: number | null;
  /** The mail that carries it; null for links of 0.1.0. */
  mail_id: string | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    emails: EmailsTable;
    links: LinksTable;
  }
}
