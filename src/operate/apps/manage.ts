import { inTransaction } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import type { Client } from '../../kit/http/index.ts';
import { newSecretToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { recordEvent } from '../../people/events/index.ts';
import {
  type AppMetadata,
  appKinds,
  newAppId,
  requireAppName,
  requireLogoutUri,
  requireRedirect,
} from './app.ts';
import {
  type AppRow,
  deleteApp,
  endSecrets,
  findAppNamed,
  insertApp,
  insertSecret,
  updateApp,
} from './store.ts';
import type { AppKind } from './table.ts';

/** The operator in the audit log. */
const operator: Client = { actor: 'command', address: '', device: 'latchkey apps' };

type ManageServices = Pick<Services, 'db' | 'clock'>;

export interface NewApp {
  readonly name: string;
  readonly kind: AppKind;
  readonly redirects: readonly string[];
  readonly logoutRedirects?: readonly string[];
  /** Where the app is told that a session has ended (back-channel logout). */
  readonly logoutUri?: string;
  readonly firstParty?: boolean;
  readonly withoutPkce?: boolean;
}

/** An app and, where it has one, the secret that nobody can read again. */
export interface AddedApp {
  readonly app: AppRow;
  readonly secret: string | undefined;
}

/** How long an old secret lives beside a new one. */
export const oldSecretLives = hours(24);

/** Adds an app. Throws `CliError` for what it can't be. */
export async function addApp({ db, clock }: ManageServices, wanted: NewApp): Promise<AddedApp> {
  const { kind, firstParty = false, withoutPkce = false } = wanted;
  const name = requireAppName(wanted.name);
  const { hasSecret, grantTypes } = appKinds[kind];
  const isAsked = grantTypes.includes('authorization_code');
  if (withoutPkce && !hasSecret)
    throw new CliError(
      `An app of the kind ${kind} needs PKCE: it has no secret.`,
      'Leave out `--without-pkce`, or add it with `--kind web` if it runs on a server.',
    );
  if (isAsked && wanted.redirects.length === 0)
    throw new CliError('An app needs at least one redirect address.', 'Add it with `--redirect URL`.');
  const metadata: AppMetadata = {
    redirect_uris: wanted.redirects.map((address) => requireRedirect(address, kind)),
    post_logout_redirect_uris: (wanted.logoutRedirects ?? []).map((address) =>
      requireRedirect(address, kind),
    ),
    ...(wanted.logoutUri !== undefined && { backchannel_logout_uri: requireLogoutUri(wanted.logoutUri) }),
  };
  const now = clock();
  const app: AppRow = {
    id: newAppId(),
    name,
    kind,
    metadata: JSON.stringify(metadata),
    first_party: firstParty ? 1 : 0,
    pkce: withoutPkce ? 0 : 1,
    created_by: 'operator',
    created_at: now,
    disabled_at: null,
  };
  const secret = hasSecret ? newSecretToken(secretPrefix) : undefined;
  await inTransaction(db, async (tx) => {
    if (await findAppNamed(tx, name))
      throw new CliError(
        `There is an app called ${name} already.`,
        'Choose another name, or change that one with `latchkey apps set`.',
      );
    await insertApp(tx, app);
    if (secret)
      await insertSecret(tx, { hash: secret.hash, app_id: app.id, created_at: now, expires_at: null });
    await recordEvent(tx, {
      type: 'app-added',
      accountId: null,
      client: operator,
      at: now,
      detail: { app: name },
    });
  });
  return { app, secret: secret?.token };
}

export const secretPrefix = 'lkc_';

/** Makes a new secret. The old ones live for a day, so that the app can change over. Throws `CliError` if it has none. */
export async function renewSecret({ db, clock }: ManageServices, name: string): Promise<AddedApp> {
  const app = await getApp({ db }, name);
  if (!appKinds[app.kind].hasSecret)
    throw new CliError(
      `${app.name} has no secret: it is of the kind ${app.kind}.`,
      'It proves itself by PKCE.',
    );
  const secret = newSecretToken(secretPrefix);
  const now = clock();
  await inTransaction(db, async (tx) => {
    await endSecrets(tx, app.id, now + oldSecretLives);
    await insertSecret(tx, { hash: secret.hash, app_id: app.id, created_at: now, expires_at: null });
    const detail = { app: app.name };
    await recordEvent(tx, { type: 'app-secret-made', accountId: null, client: operator, at: now, detail });
  });
  return { app, secret: secret.token };
}

export interface AppChange {
  readonly redirects?: readonly string[];
  readonly logoutRedirects?: readonly string[];
  /** Empty for none. */
  readonly logoutUri?: string;
  readonly firstParty?: boolean;
  readonly pkce?: boolean;
  readonly disabled?: boolean;
}

/** Changes what is given, and nothing else. Throws `CliError` for what it can't be. */
export async function changeApp(
  { db, clock }: ManageServices,
  name: string,
  change: AppChange,
): Promise<AppRow> {
  const app = await getApp({ db }, name);
  const before = JSON.parse(app.metadata) as AppMetadata;
  const check = (addresses: readonly string[]) => addresses.map((one) => requireRedirect(one, app.kind));
  if (change.pkce === false && !appKinds[app.kind].hasSecret)
    throw new CliError(`${app.name} needs PKCE: it has no secret.`, 'Leave PKCE on.');
  const { backchannel_logout_uri: logoutUri = '', ...rest } = before;
  const toldAt = change.logoutUri ?? logoutUri;
  const metadata: AppMetadata = {
    ...rest,
    ...(toldAt !== '' && { backchannel_logout_uri: requireLogoutUri(toldAt) }),
    ...(change.redirects && { redirect_uris: check(change.redirects) }),
    ...(change.logoutRedirects && { post_logout_redirect_uris: check(change.logoutRedirects) }),
  };
  const columns = {
    metadata: JSON.stringify(metadata),
    first_party: change.firstParty === undefined ? app.first_party : Number(change.firstParty),
    pkce: change.pkce === undefined ? app.pkce : Number(change.pkce),
    disabled_at: change.disabled === undefined ? app.disabled_at : change.disabled ? clock() : null,
  };
  await updateApp(db, app.id, columns);
  return { ...app, ...columns };
}

/** Removes an app with everything that was allowed it. */
export async function removeApp({ db }: Pick<ManageServices, 'db'>, name: string): Promise<AppRow> {
  const app = await getApp({ db }, name);
  await deleteApp(db, app.id);
  return app;
}

/** By name or client ID. Throws `CliError` if there is none. */
export async function getApp({ db }: Pick<ManageServices, 'db'>, name: string): Promise<AppRow> {
  const app = await findAppNamed(db, name);
  if (app) return app;
  throw new CliError(
    `There is no app called ${JSON.stringify(name)}.`,
    'Run "latchkey apps list" to see all of them.',
  );
}
