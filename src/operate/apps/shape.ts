import { CliError } from '../../kit/failure.ts';
import {
  type AppMetadata,
  appKinds,
  newAppId,
  requireAppName,
  requireLogoutUri,
  requireOverlap,
  requireRedirect,
} from './app.ts';
import { requireResourceScope, requireResourceUrl } from './resources.ts';
import type { AppRow } from './store.ts';
import type { AppKind } from './table.ts';

export interface NewApp {
  readonly name: string;
  readonly kind: AppKind;
  readonly redirects: readonly string[];
  readonly logoutRedirects?: readonly string[];
  /** Where the app is told that a session has ended (back-channel logout). */
  readonly logoutUri?: string;
  readonly firstParty?: boolean;
  readonly withoutPkce?: boolean;
  /** As `30s`. */
  readonly refreshOverlap?: string;
  /** Of a machine: the scopes of resources that it may ask for; every one if there are none. */
  readonly scopes?: readonly string[];
  /** The resource that it is. */
  readonly resource?: string;
}

/** Makes of the addresses that are registered those that shall be. */
type Addresses = (present: readonly string[]) => readonly string[];

export interface AppChange {
  readonly redirects?: Addresses;
  readonly logoutRedirects?: Addresses;
  /** Empty for none. */
  readonly logoutUri?: string;
  readonly firstParty?: boolean;
  readonly pkce?: boolean;
  /** As `30s`; `0` for none. */
  readonly refreshOverlap?: string;
  /** Of a machine; empty for every one. */
  readonly scopes?: readonly string[];
  /** Empty for none. */
  readonly resource?: string;
  readonly disabled?: boolean;
}

/** What of an app was changed, as an operator calls it. */
export type ChangedPart =
  | 'redirect addresses'
  | 'sign-out addresses'
  | 'back-channel logout'
  | 'first-party'
  | 'PKCE'
  | 'refresh overlap'
  | 'scopes'
  | 'resource'
  | 'turned on or off';

/** The properties of an app, in the names of RFC 7591. */
export const metadataOf = ({ metadata }: Pick<AppRow, 'metadata'>): AppMetadata =>
  JSON.parse(metadata) as AppMetadata;

/** A new app with these properties. Throws `CliError` for what it can't be. */
export function shapeApp(wanted: NewApp, now: number): AppRow {
  const { kind } = wanted;
  const empty: AppRow = {
    id: newAppId(),
    name: requireAppName(wanted.name),
    kind,
    metadata: '{}',
    first_party: 0,
    pkce: 1,
    created_by: 'operator',
    created_at: now,
    disabled_at: null,
  };
  return reshapeApp(
    empty,
    {
      redirects: () => wanted.redirects,
      logoutRedirects: () => wanted.logoutRedirects ?? [],
      firstParty: wanted.firstParty ?? false,
      pkce: !wanted.withoutPkce,
      refreshOverlap: wanted.refreshOverlap ?? '0',
      scopes: wanted.scopes ?? [],
      resource: wanted.resource ?? '',
      // Only a change takes an empty one, for none.
      ...(wanted.logoutUri !== undefined && { logoutUri: requireLogoutUri(wanted.logoutUri) }),
    },
    now,
  );
}

/** The app as it is after a change. Throws `CliError` for what it can't be. */
export function reshapeApp(app: AppRow, change: AppChange, now: number): AppRow {
  const { name, kind } = app;
  const { hasSecret, grantTypes } = appKinds[kind];
  const {
    backchannel_logout_uri: toldBefore = '',
    refresh_overlap: overlapBefore = 0,
    resource_scopes: scopesBefore = [],
    own_resource: resourceBefore = '',
    ...before
  } = metadataOf(app);
  const overlap = change.refreshOverlap === undefined ? overlapBefore : requireOverlap(change.refreshOverlap);
  const toldAt = change.logoutUri ?? toldBefore;
  const read = (addresses: Addresses | undefined, present: readonly string[] = []) => [
    ...new Set((addresses?.(present) ?? present).map((one) => requireRedirect(one, kind))),
  ];
  const redirects = read(change.redirects, before.redirect_uris);
  if (grantTypes.includes('authorization_code') && redirects.length === 0)
    throw new CliError(`${name} needs at least one redirect address.`, 'Add it with `--redirect URL`.');
  if (overlap > 0 && !grantTypes.includes('refresh_token'))
    throw new CliError(
      `${name} gets no refresh tokens: it is of the kind ${kind}.`,
      'Leave the overlap out.',
    );
  const scopes = change.scopes?.map(requireResourceScope) ?? scopesBefore;
  if (scopes.length > 0 && kind !== 'machine')
    throw new CliError(
      `${name} can't be limited to scopes: it is of the kind ${kind}.`,
      'People see what it asks for, and allow it or not.',
    );
  const resource = change.resource ?? resourceBefore;
  if (resource !== '' && !hasSecret)
    throw new CliError(
      `${name} can't be a resource: an app of the kind ${kind} has no secret.`,
      'Add the API with `--kind machine`.',
    );
  if (change.pkce === false && !hasSecret)
    throw new CliError(
      `${name} needs PKCE: an app of the kind ${kind} has no secret.`,
      'Leave PKCE on, or add it with `--kind web` if it runs on a server.',
    );
  return {
    ...app,
    metadata: JSON.stringify({
      ...before,
      redirect_uris: redirects,
      post_logout_redirect_uris: read(change.logoutRedirects, before.post_logout_redirect_uris),
      ...(overlap > 0 && { refresh_overlap: overlap }),
      ...(scopes.length > 0 && { resource_scopes: [...new Set(scopes)] }),
      ...(resource !== '' && requireResourceUrl(resource) && { own_resource: resource }),
      ...(toldAt !== '' && { backchannel_logout_uri: requireLogoutUri(toldAt) }),
    } satisfies AppMetadata),
    first_party: Number(change.firstParty ?? app.first_party === 1),
    pkce: Number(change.pkce ?? app.pkce === 1),
    disabled_at: (change.disabled ?? app.disabled_at !== null) ? (app.disabled_at ?? now) : null,
  };
}

export function partsChanged(before: AppRow, after: AppRow): ChangedPart[] {
  const [was, is] = [metadataOf(before), metadataOf(after)];
  const differ: readonly (readonly [ChangedPart, unknown, unknown])[] = [
    ['redirect addresses', was.redirect_uris, is.redirect_uris],
    ['sign-out addresses', was.post_logout_redirect_uris, is.post_logout_redirect_uris],
    ['back-channel logout', was.backchannel_logout_uri, is.backchannel_logout_uri],
    ['first-party', before.first_party, after.first_party],
    ['PKCE', before.pkce, after.pkce],
    ['refresh overlap', was.refresh_overlap, is.refresh_overlap],
    ['scopes', was.resource_scopes, is.resource_scopes],
    ['resource', was.own_resource, is.own_resource],
    ['turned on or off', before.disabled_at, after.disabled_at],
  ];
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return differ.flatMap(([part, one, other]) => (isSame(one, other) ? [] : [part]));
}
