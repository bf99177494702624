import { type Db, inTransaction, type Tx } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import type { Client } from '../../kit/http/index.ts';
import { nearTo } from '../../kit/nearest.ts';
import { newSecretToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { recordCommand } from '../../people/audit/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { appKinds, secretPrefix } from './app.ts';
import {
  type AppChange,
  type ChangedPart,
  type NewApp,
  partsChanged,
  reshapeApp,
  shapeApp,
} from './shape.ts';
import {
  type AppRow,
  deleteApp,
  endSecrets,
  findAppNamed,
  holdAppNamed,
  insertApp,
  insertSecret,
  listApps,
  updateApp,
} from './store.ts';

/** The operator, as events name them. */
const operator: Client = { actor: 'command', address: '', device: 'latchkey apps' };

/** Rows of the audit log are written under the secret key. */
type KeyServices = Pick<Services, 'secretKey'>;

export type ManageServices = Pick<Services, 'db' | 'clock' | 'secretKey'>;

/** An app and, where it has one, the secret that nobody can read again. */
export interface AddedApp {
  readonly app: AppRow;
  readonly secret: string | undefined;
}

/** An app after a change, and what of it is another than before. */
export interface ChangedApp {
  readonly app: AppRow;
  readonly changed: readonly ChangedPart[];
}

/** How long an old secret lives beside a new one. */
export const oldSecretLives = hours(24);

/** Adds an app. Throws `CliError` for what it can't be. */
export async function addApp(services: ManageServices, wanted: NewApp): Promise<AddedApp> {
  const { db, clock } = services;
  const now = clock();
  const app = shapeApp(wanted, now);
  return inTransaction(db, async (tx) => {
    if (await findAppNamed(tx, app.name))
      throw new CliError(
        `There is an app called ${app.name} already.`,
        'Choose another name, or change that one with `latchkey apps set`.',
      );
    await insertNew(tx, services, app);
    return { app, secret: appKinds[app.kind].hasSecret ? await makeSecret(tx, app, now) : undefined };
  });
}

export async function insertNew(tx: Tx, services: KeyServices, app: AppRow): Promise<void> {
  await insertApp(tx, app);
  await note(tx, services, 'app-added', app, app.created_at);
}

/** Makes a new secret. The old ones live for a day, so that the app can change over. Throws `CliError` if it has none. */
export async function renewSecret(services: ManageServices, name: string): Promise<AddedApp> {
  const now = services.clock();
  return inTransaction(services.db, async (tx) => {
    const app = await holdApp(tx, name);
    if (!appKinds[app.kind].hasSecret)
      throw new CliError(
        `${app.name} has no secret: it is of the kind ${app.kind}.`,
        'It proves itself by PKCE.',
      );
    await endSecrets(tx, app.id, now + oldSecretLives);
    const secret = await makeSecret(tx, app, now);
    await note(tx, services, 'app-secret-made', app, now);
    return { app, secret };
  });
}

async function makeSecret(tx: Tx, app: AppRow, now: number): Promise<string> {
  const { token, hash } = newSecretToken(secretPrefix);
  await insertSecret(tx, { hash, app_id: app.id, created_at: now, expires_at: null });
  return token;
}

/** Changes what is given, and nothing else. Throws `CliError` for what it can't be. */
export async function changeApp(
  services: ManageServices,
  name: string,
  change: AppChange,
): Promise<ChangedApp> {
  const now = services.clock();
  return inTransaction(services.db, async (tx) =>
    applyChange(tx, services, await holdApp(tx, name), { change, now }),
  );
}

export async function applyChange(
  tx: Tx,
  services: KeyServices,
  before: AppRow,
  { change, now }: { change: AppChange; now: number },
): Promise<ChangedApp> {
  const app = reshapeApp(before, change, now);
  const changed = partsChanged(before, app);
  if (changed.length === 0) return { app, changed };
  const { metadata, first_party, pkce, disabled_at } = app;
  await updateApp(tx, app.id, { metadata, first_party, pkce, disabled_at });
  await note(tx, services, 'app-changed', app, now, { changed: changed.join(', ') });
  return { app, changed };
}

/** Removes an app with everything that was allowed it. */
export async function removeApp(services: ManageServices, name: string): Promise<AppRow> {
  return inTransaction(services.db, async (tx) => {
    const app = await holdApp(tx, name);
    await deleteWithAll(tx, services, app, services.clock());
    return app;
  });
}

export async function deleteWithAll(tx: Tx, services: KeyServices, app: AppRow, now: number): Promise<void> {
  await deleteApp(tx, app.id);
  await note(tx, services, 'app-removed', app, now);
}

/** By name or client ID; a name in other capitals will do if it's one app's alone. Throws `CliError` if there is none. */
export async function getApp({ db }: Pick<ManageServices, 'db'>, name: string): Promise<AppRow> {
  return (await findAppNamed(db, name)) ?? findAppAlike(db, name);
}

async function holdApp(tx: Tx, name: string): Promise<AppRow> {
  const held = await holdAppNamed(tx, name);
  if (held) return held;
  const alike = await findAppAlike(tx, name);
  return (await holdAppNamed(tx, alike.id)) ?? alike;
}

async function findAppAlike(db: Db, name: string): Promise<AppRow> {
  const all = await listApps(db);
  const alike = all.filter((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  const [only, ...others] = alike;
  if (only && others.length === 0) return only;
  const names = all.flatMap(({ name: one, created_by: by }) => (by === 'operator' ? [one] : []));
  const meant = (only ? alike.map((one) => one.name) : nearTo(name.trim(), names)).slice(0, 3);
  const question = meant.length === 0 ? '' : `Did you mean ${meant.join(' or ')}? `;
  throw new CliError(
    `There is no app called ${JSON.stringify(name)}.`,
    `${question}Run "latchkey apps list" to see all of them.`,
  );
}

/** What happened to an app, as an event of nobody's account and as a row of the audit log. */
async function note(
  tx: Tx,
  services: KeyServices,
  act: 'app-added' | 'app-changed' | 'app-removed' | 'app-secret-made',
  { id, name }: AppRow,
  at: number,
  detail = {},
): Promise<void> {
  const { device: command } = operator;
  await recordEvent(tx, {
    type: act,
    accountId: null,
    client: operator,
    at,
    detail: { app: name, ...detail },
  });
  await recordCommand(tx, services, { command, act, target: { kind: 'app', id }, detail, at });
}
