/** Whose account an identity at another provider opens. */
export interface OutsideIdentitiesTable {
  /** A public name, `idn_` and 12 characters. */
  id: string;
  /** Who vouches for it, and who it is there: together the identity, whatever address or name comes with it (OIDC Core §2). */
  issuer: string;
  subject: string;
  account_id: string;
  /** The `id` of the provider in the configuration when it was last used. */
  provider: string;
  /** What its owner knows it by, such as an address or a username at the provider; never compared with anything. */
  label: string | null;
  created_at: number;
  seen_at: number;
}

/** A person who was sent to a provider and isn't back, or is back and has to choose a username. */
export interface OutsideAttemptsTable {
  /** SHA-256 of the `state`. */
  state_hash: string;
  /** The trail that it belongs to. */
  trail_id: string;
  provider: string;
  /** SHA-256 of the key in the cookie of the browser that was sent. */
  browser_hash: string;
  /** Where to go afterwards, as it was asked for. */
  next: string;
  purpose: 'sign-in' | 'link' | 'verify';
  /** Whom it is linked to, or who verifies themselves, and in which session; null for who signs in. */
  account_id: string | null;
  session_id: string | null;
  remember: number;
  expires_at: number;
  /** When the answer came back: it is taken once. */
  used_at: number | null;
  /** The identity that came back, as JSON, of somebody who may make an account with it. */
  newcomer: string | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    outside_identities: OutsideIdentitiesTable;
    outside_attempts: OutsideAttemptsTable;
  }
}
