/** What a mail says, said once: both of its forms are made of this. */
export interface MailContent {
  /** One address. */
  readonly to: string;
  /** The site that writes: its name, and its public address without a slash at the end. */
  readonly site: { readonly name: string; readonly url: string };
  /** Holds no secret: it is kept when the rest is forgotten, and phones show it while they are locked. */
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** A code to be typed where it is asked for. */
  readonly code?: string;
  /** What to do: a button. Its address is one of the site. */
  readonly action?: { readonly label: string; readonly url: string };
  /** What follows code and button. */
  readonly closing?: readonly string[];
}
