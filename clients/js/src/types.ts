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

/** What to type at a step. */
export interface StepField {
  /** Its name in the body of `answer()`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Of the `input`. */
  readonly type: string;
  readonly autocomplete: string;
  readonly inputmode?: string;
}

/** How to ask for a step, in the words of the server. */
export interface StepForm {
  readonly title: string;
  readonly lead?: string;
  /** What to say when the same step comes back, with nothing refused. */
  readonly again?: string;
  readonly fields: readonly StepField[];
  /** The label of the button. */
  readonly submit: string;
}

/** How to ask for each step. */
export interface StepForms {
  readonly signIn: StepForm;
  /** By factor. For one that isn't here, lead to `login.url()`. */
  readonly steps: Readonly<Record<string, StepForm>>;
  /** Passkeys work on pages of this origin alone; null where there are none. */
  readonly passkey: { readonly origin: string; readonly submit: string } | null;
  /** The label of a link to the server's own page. */
  readonly elsewhere: string;
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
