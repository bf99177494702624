import type { Client } from '../../kit/http/index.ts';

/** What a mail says, without its form. */
export interface MailText {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Where the mail carries a link: the words of the button, and of the line with the code for who cannot press it. */
  readonly link?: { readonly label: string; readonly orPaste: (code: string) => string };
  /** To be typed where it is asked for. */
  readonly code?: string;
  readonly ending: string;
}

export interface LinkFacts {
  readonly site: string;
  readonly username: string;
  /** How long the link or code is good, in milliseconds. */
  readonly lifetime: number;
  readonly client: Client;
}

/** What has happened to an account, of which its owner is told by mail. */
export type NoticeKind =
  | { readonly kind: 'new-device' }
  | { readonly kind: 'password-changed' }
  | { readonly kind: 'password-recovered' }
  | { readonly kind: 'factor-added'; readonly name: string }
  | { readonly kind: 'factor-removed'; readonly name: string }
  /** By the operator, for somebody who says that they have lost them. */
  | { readonly kind: 'factors-cleared'; readonly name: string }
  | { readonly kind: 'recovery-used' }
  /** Wrong codes of a second factor in a row, and after what: the password, another first step, or in a session. */
  | {
      readonly kind: 'wrong-codes';
      readonly failures: number;
      readonly isFull: boolean;
      readonly after: 'password' | 'first-step' | 'sign-in';
    }
  /** By an admin, as are those that follow. */
  | { readonly kind: 'account-disabled' }
  | { readonly kind: 'account-enabled' }
  /** `until` is when it's erased, in Unix milliseconds. */
  | { readonly kind: 'account-deletion-set'; readonly until: number }
  | { readonly kind: 'account-restored' }
  /** `before` is the username that it had. */
  | { readonly kind: 'username-changed'; readonly before: string }
  | { readonly kind: 'email-asked' }
  | { readonly kind: 'impersonation-begun' }
  | { readonly kind: 'key-added'; readonly name: string; readonly until: number }
  | { readonly kind: 'key-leaked'; readonly name: string }
  | { readonly kind: 'key-expiring'; readonly name: string; readonly until: number }
  | { readonly kind: 'email-changed' }
  | { readonly kind: 'email-removed' };

export interface NoticeFacts {
  readonly site: string;
  readonly username: string;
  readonly client: Client;
  /** Unix milliseconds. */
  readonly at: number;
  /** Where to log in and look at the account. */
  readonly accountUrl: string;
  /** Where to choose a new password. */
  readonly recoverUrl: string;
}
