/** An invitation of an address to have an account. At most one is open for each address: a new one revokes it. */
export interface InvitationsTable {
  id: string;
  /** SHA-256 of the token; the token itself is only in the email. */
  token_hash: string;
  /** As typed, in NFC. Empty once it was used, as the account has it then. */
  email: string;
  /** The form by which addresses are compared (`emailKey`). Empty once it was used. */
  email_key: string;
  /** The ids of the roles that it grants, as a JSON array. */
  role_ids: string;
  /** The account that sent it; null for the command line. */
  invited_by: string | null;
  /** For other admins; it isn't in the email. */
  note: string | null;
  /** Unix milliseconds, as the times below. */
  created_at: number;
  expires_at: number;
  used_at: number | null;
  revoked_at: number | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    invitations: InvitationsTable;
  }
}
