/** An account, as its owner sees it. Times are ISO 8601 in UTC. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastLoginAt: string | null;
  /** Roles that the site has given the account, such as `editor`. */
  readonly roles: readonly string[];
  /** What the site says of the account, such as its plan; nobody can change it themselves. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The session of this browser or program. */
export interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** When its holder last showed who they are. */
  readonly authTime: string;
  /** Such as `Firefox on Linux`. */
  readonly device: string;
  /** How its holder has shown who they are, in the words of RFC 8176: `pwd`, `otp`, `mfa`. */
  readonly amr: readonly string[];
  /** 1 for one factor, 2 for two. */
  readonly aal: number;
}

/** Who is signed in. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
}

/** Somebody is signed in. */
export interface Complete extends SignedIn {
  readonly status: 'complete';
  /** Only if a second factor was added on the way: show them, they are answered this once. */
  readonly recoveryCodes?: readonly string[];
}

/** Another step is needed: answer one of `next`. */
export interface More {
  readonly status: 'more';
  /** Names the sign-in in the next step. */
  readonly attempt: string;
  readonly next: readonly Step[];
  readonly recoveryCodes?: readonly string[];
}

/** A step that can be answered, such as `totp`. For one that your page doesn't know, lead to `login.url()`. */
export interface Step {
  readonly factor: string;
  readonly [detail: string]: unknown;
}

/** A document and the tag of its version. */
export interface Stored<Value> {
  readonly value: Value;
  readonly etag: string;
}

/** What is wrong with one field that was sent. */
export interface FieldProblem {
  /** A JSON Pointer, such as `/username`. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}
