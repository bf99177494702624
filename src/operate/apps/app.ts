import { randomBytes } from 'node:crypto';
import { parseDuration, seconds } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import { demoApp } from './store.ts';
import type { AppKind } from './table.ts';

/** What an app may do, in the names of RFC 7591. */
export interface AppMetadata {
  readonly redirect_uris?: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[];
  readonly backchannel_logout_uri?: string;
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  readonly id_token_signed_response_alg?: 'RS256' | 'ES256';
  readonly scope?: string;
  /** For how many seconds a used refresh token gives its successor again. */
  readonly refresh_overlap?: number;
  /** Of a machine: the scopes of resources that it may ask for; every one where it has none of these. */
  readonly resource_scopes?: readonly string[];
  /** The resource that it is: it may ask what access keys can do there. */
  readonly own_resource?: string;
  /** What follows only an app has that no operator has added. */
  readonly jwks_uri?: string;
  readonly application_type?: 'native';
  /** What it calls itself, which proves nothing. */
  readonly client_name?: string;
  /** Until when its document needn't be fetched again, in Unix milliseconds. */
  readonly fresh_until?: number;
}

/** What every secret of an app begins with, so that it is known where it was leaked. */
export const secretPrefix = 'lkc_';

/** `app_` and 128 random bits: a name, and no secret. */
export function newAppId(): string {
  return `app_${randomBytes(16).toString('base64url')}`;
}

const code = ['authorization_code', 'refresh_token'];
const device = 'urn:ietf:params:oauth:grant-type:device_code';

interface Kind {
  readonly grantTypes: readonly string[];
  /** Whether it runs where it can keep a secret. */
  readonly hasSecret: boolean;
  readonly applicationType: 'web' | 'native';
  /** What its ID tokens are signed with. RS256 is what OpenID Connect demands of all; ES256 is thirty times cheaper. */
  readonly idTokenAlg: 'RS256' | 'ES256';
}

/** What follows from the kind of an app. */
export const appKinds: Readonly<Record<AppKind, Kind>> = {
  web: { grantTypes: code, hasSecret: true, applicationType: 'web', idTokenAlg: 'RS256' },
  spa: { grantTypes: code, hasSecret: false, applicationType: 'web', idTokenAlg: 'ES256' },
  native: { grantTypes: code, hasSecret: false, applicationType: 'native', idTokenAlg: 'ES256' },
  machine: {
    grantTypes: ['client_credentials'],
    hasSecret: true,
    applicationType: 'web',
    idTokenAlg: 'ES256',
  },
  device: {
    grantTypes: [device, 'refresh_token'],
    hasSecret: false,
    applicationType: 'native',
    idTokenAlg: 'ES256',
  },
};

const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} .,_()'&+-]{0,59}$/u;

/** What an app calls itself, if that can be shown. */
export function stripAppName(claimed: string): string | undefined {
  const name = claimed.trim();
  return nameForm.test(name) ? name : undefined;
}

/** Throws `CliError` for a name that could not be told from others on a page or in a trail. */
export function requireAppName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.toLowerCase() === demoApp.name.toLowerCase())
    throw new CliError(`${trimmed} is the app of /dev/apps/try.`, 'Choose another name.');
  if (nameForm.test(trimmed)) return trimmed;
  throw new CliError(
    `${JSON.stringify(name)} can't be the name of an app.`,
    "Use up to 60 letters, digits, spaces and . , _ ( ) ' & + -, beginning with a letter or a digit.",
  );
}

/** Throws `CliError` for an address that an app can't be told at when somebody signs out (back-channel logout). */
export function requireLogoutUri(text: string): string {
  const url = URL.parse(text);
  const isFit = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  if (isFit && !text.includes('#')) return text;
  throw new CliError(
    `${JSON.stringify(text)} can't be told that somebody signed out.`,
    'Give the complete URL where the app takes logout tokens, with https or, in a network of your own, with http.',
  );
}

/** Twice as long as a request may take; a thief has no longer than that either. */
const longestOverlap = seconds(60);

/**
 * Reads for how long a used refresh token gives its successor again, and answers the seconds. Throws `CliError` for what can't be
 * read or is too long.
 */
export function requireOverlap(text: string): number {
  const overlap = text === '0' ? 0 : parseDuration(text);
  if (overlap !== undefined && overlap <= longestOverlap && overlap % 1000 === 0) return overlap / 1000;
  throw new CliError(
    `${JSON.stringify(text)} can't be the time in which a refresh token may be used again.`,
    'Use whole seconds up to `60s`, or `0` for none.',
  );
}

/** Schemes that browsers and systems answer themselves: they run code, read files, or do something else than open the app. */
const forbiddenSchemes = new Set([
  ...['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:', 'filesystem:', 'view-source:', 'jar:'],
  ...['chrome:', 'edge:', 'resource:', 'intent:', 'ftp:', 'ws:', 'wss:', 'mailto:', 'tel:', 'sms:'],
  ...['ms-msdt:', 'search-ms:', 'ms-settings:', 'shell:'],
]);

/**
 * Throws `CliError` for an address that no code may be sent to: RFC 9700 §2.1, RFC 8252 §7. Addresses are compared
 * letter by letter later, so this one must be complete.
 */
export function requireRedirect(text: string, kind: AppKind): string {
  const refuse = (why: string, fix = 'Give the complete address to which the app is sent back.'): never => {
    throw new CliError(`${JSON.stringify(text)} can't be a redirect address: ${why}.`, fix);
  };
  // `URL` takes them away, and they would stay in what is compared.
  if (/[\s\p{C}]/u.test(text)) refuse('it has a space or an invisible character');
  const url = URL.parse(text) ?? refuse("it isn't an absolute URL");
  if (text.includes('#')) refuse('it has a fragment');
  if (text.includes('*')) refuse('it has a wildcard', 'Add each address by an option of its own.');
  if (url.username || url.password) refuse('it holds a username or a password');
  if (forbiddenSchemes.has(url.protocol)) refuse(`${url.protocol} is not allowed`);
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:') {
    // RFC 8252 §7.3: nobody has a certificate for it.
    if (isHere && appKinds[kind].applicationType === 'native')
      refuse('a native app listens on this machine without TLS', 'Use http.');
    return text;
  }
  if (url.protocol === 'http:') {
    if (isHere) return text;
    return refuse('http is for this machine only: localhost, 127.0.0.1, [::1]', 'Use https.');
  }
  if (appKinds[kind].applicationType !== 'native')
    refuse('only native apps have schemes of their own', 'Use https, or add the app with `--kind native`.');
  return text;
}
