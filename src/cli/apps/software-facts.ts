import type { AppKind } from '../../operate/apps/index.ts';

/** What has to be put into a piece of software. */
export interface SettingsFacts {
  readonly id: string;
  /** Empty for an app that has none. */
  readonly secret: string;
  /** The address of this server. */
  readonly issuer: string;
  readonly siteName: string;
  /** Fits `redirectPath`. */
  readonly redirect: string;
  readonly logoutRedirect: string | undefined;
}

/** Software that people sign in to, and how it is told of this server. */
export interface Software {
  readonly title: string;
  readonly kinds: readonly AppKind[];
  /** Whether it can send a code challenge. */
  readonly canPkce: boolean;
  /** Where it is sent back to; undefined where whoever wrote it chose. */
  readonly redirectPath?: { readonly pattern: RegExp; readonly usual: string };
  settings(facts: SettingsFacts): string;
}

export const scopes = 'openid profile email';

export const needsEmail = 'People need a verified email address to sign in to it.';

/** `Where:` a heading above what is pasted. */
export const paste = (where: string, text: string): string => `${where}:\n\n${text.trim()}\n`;

/** A word that a shell takes as it is. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A value of an ini file, where `;` and `#` begin a comment. */
export const iniValue = (text: string): string =>
  /^[\p{L}\p{N} .,_-]+$/u.test(text) ? text : `\`${text.replaceAll('`', "'")}\``;

/** The address of the software itself: what stands before the path that it is sent back to. */
export function baseOf(redirect: string, path: RegExp): string {
  const { origin, pathname } = new URL(redirect);
  return `${origin}${pathname.replace(path, '')}`;
}

/** The name that stands in a redirect address, as the software was given it. */
export const nameIn = (redirect: string, pattern: RegExp): string =>
  decodeURIComponent(pattern.exec(new URL(redirect).pathname)?.[1] ?? 'latchkey');
