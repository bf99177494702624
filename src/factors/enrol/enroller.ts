/** Who adds a second factor, and where. */
export interface Enroller {
  readonly accountId: string;
  readonly username: string;
  /** The session, or the login's attempt: what was begun in one is finished in no other. */
  readonly subject: string;
}
