import type { Config } from '../../config/index.ts';
import { createPasswordHasher } from '../../factors/password/index.ts';
import {
  DatabaseInUseError,
  type ExactDatabase,
  openExactPostgres,
  openExactSqlite,
  type TableLayout,
  troubleIn,
} from '../../kit/db/index.ts';
import { CliError } from '../../kit/failure.ts';
import { recordCommandAlone } from '../../operate/audit/index.ts';
import {
  findSealed,
  type MovePhase,
  type MoveResult,
  moveData,
  movedTables,
  reopen,
  tryWriting,
} from '../../operate/move/index.ts';
import { rebuildWords } from '../../operate/search/index.ts';
import { explainDatabase, type Place } from '../explain/database.ts';
import {
  describeDatabase,
  findSecretKey,
  keepSecretKey,
  migrateDatabase,
  openExistingDatabase,
  placeOf,
  rehearseMigrating,
  sqliteFile,
} from '../open-database.ts';
import { readLayout } from './layout.ts';

/** The target of a move. */
export interface Target {
  readonly config: Config;
  readonly place: Place;
}

export interface Move {
  readonly config: Config;
  readonly target: Target;
  readonly dryRun: boolean;
  onProgress(phase: MovePhase, done: number, total: number): void;
}

/** The result of a move, and what depends on secrets outside the database. */
export interface Moved {
  readonly result: MoveResult;
  readonly sealed: Awaited<ReturnType<typeof findSealed>>;
}

/**
 * Opens both databases and moves all data to the target. Returns undefined when there is no source. Throws `CliError`
 * when a database can't be used, or the configured secrets can't decrypt the data.
 */
export async function moveToTarget({
  config,
  target: wanted,
  dryRun,
  onProgress,
}: Move): Promise<Moved | undefined> {
  const moved = await withPlaces([{ config, place: placeOf(config) }, wanted], async (opened) => {
    const source = await openSource(config, opened);
    if (!source) return undefined;
    const target = await openTarget(wanted, opened, dryRun);
    const tables = movedTables(await readLayout([source, target], config));
    const secretKey = findSecretKey(config);
    const sealed = await requireSecrets(source, tables, config, secretKey ?? '');
    const result = await moveData({
      source,
      target,
      tables,
      names: { source: describeDatabase(config), target: wanted.place.name },
      dryRun,
      now: Date.now(),
      onAccepted() {
        const isToSqlite = wanted.config.database.url === '';
        if (isToSqlite && secretKey !== undefined) keepSecretKey(wanted.config, secretKey, dryRun);
      },
      onProgress,
    });
    return { result, sealed };
  }).then(async (moved) => {
    if (moved?.result.outcome === 'moved') await indexTarget(wanted.config);
    return moved;
  });
  if (moved?.result.outcome === 'moved') await recordMove(config, wanted);
  return moved;
}

/** Once the target is closed: nobody else may write to it before, and it must be the same as the source. */
async function recordMove(config: Config, { config: target, place }: Target): Promise<void> {
  const secretKey = findSecretKey(config);
  if (secretKey === undefined) return;
  const database = await openExistingDatabase(target, place);
  if (!database) return;
  const instance = { kind: 'instance', id: 'database' } as const;
  const act = { command: 'latchkey move', act: 'data-moved', target: instance, at: Date.now() } as const;
  await recordCommandAlone({ db: database.db, secretKey }, act).finally(() => database.close());
}

/** What people are found by isn't moved: each database keeps it in its own way. */
async function indexTarget(config: Config): Promise<void> {
  const database = await openExistingDatabase(config);
  try {
    if (database) await rebuildWords({ config, db: database.db, clock: Date.now });
  } finally {
    await database?.close();
  }
}

/** Reopens data that was moved away. Undefined when there is no data; `found` is undefined when it wasn't moved. */
export function reopenPlace(
  config: Config,
  { dryRun }: { dryRun: boolean },
): Promise<{ found: Awaited<ReturnType<typeof reopen>> } | undefined> {
  return withPlaces([{ config, place: placeOf(config) }], async (opened) => {
    const source = await openSource(config, opened);
    return source && { found: await reopen(source, { now: Date.now(), dryRun }) };
  });
}

/** Closes what `work` opened, and names the database that failed. */
async function withPlaces<Result>(
  places: readonly Target[],
  work: (opened: ExactDatabase[]) => Promise<Result>,
): Promise<Result> {
  const opened: ExactDatabase[] = [];
  try {
    return await work(opened);
  } catch (error) {
    throw explainMove(error, places);
  } finally {
    for (const database of opened) await database.close().catch(() => {});
  }
}

async function openSource(config: Config, opened: ExactDatabase[]): Promise<ExactDatabase | undefined> {
  const present = await openExistingDatabase(config);
  if (!present) return undefined;
  await present.close();
  return openExact(config, opened);
}

/** Undefined in a dry run when there is no target yet. Tries whether it can be created and written, and rolls back. */
async function openTarget(
  { config, place }: Target,
  opened: ExactDatabase[],
  dryRun: boolean,
): Promise<ExactDatabase | undefined> {
  const present = await openExistingDatabase(config, place);
  await present?.close();
  if (!present && dryRun) {
    if (config.database.url !== '') await rehearseMigrating(config, place);
    return undefined;
  }
  if (!present) await migrateDatabase(config, place);
  const database = await openExact(config, opened);
  if (dryRun) await tryWriting(database);
  return database;
}

async function openExact(config: Config, opened: ExactDatabase[]): Promise<ExactDatabase> {
  const { url } = config.database;
  try {
    const database = url === '' ? openExactSqlite(sqliteFile(config)) : await openExactPostgres(url);
    opened.push(database);
    return database;
  } catch (error) {
    if (!(error instanceof DatabaseInUseError)) throw error;
    throw inUse(error, describeDatabase(config));
  }
}

const inUse = ({ message }: DatabaseInUseError, where = ''): CliError =>
  new CliError(
    `${where === '' ? 'The database' : where} is in use. ${message}`,
    'Stop every server and command that uses it, then run this command again.',
  );

/** Data encrypted with another secret could never be decrypted in the new database either. */
async function requireSecrets(
  source: ExactDatabase,
  tables: readonly TableLayout[],
  config: Config,
  secretKey: string,
) {
  const { hasItsPepper } = createPasswordHasher(config);
  const sealed = await findSealed(source, tables, { secretKey, hasItsPepper });
  if (sealed.closed > 0) {
    throw new CliError(
      `The secret key can't decrypt ${sealed.closed} of ${sealed.appKeys} authenticator app keys, so their codes wouldn't work after the move.`,
      serversKey,
    );
  }
  if (sealed.closedMails > 0) {
    throw new CliError(
      `The secret key can't decrypt ${sealed.closedMails} of ${sealed.mails} stored emails, so they would be lost in the move.`,
      serversKey,
    );
  }
  if (sealed.closedSigningKeys > 0) {
    throw new CliError(
      `The secret key can't decrypt ${sealed.closedSigningKeys} of ${sealed.signingKeys} signing keys, so no app could sign anybody in after the move.`,
      serversKey,
    );
  }
  if (sealed.auditRows > 0 && sealed.isOtherKey) {
    throw new CliError(
      'The audit log of this database was written under another secret key, so it would be broken after the move.',
      serversKey,
    );
  }
  if (sealed.otherPepper > 0) {
    throw new CliError(
      `${sealed.otherPepper} of ${sealed.peppered} passwords ${sealed.otherPepper === 1 ? 'uses' : 'use'} a pepper other than the configured one.`,
      "Set LATCHKEY_PASSWORD_PEPPER to the server's pepper and run the move again.",
    );
  }
  return sealed;
}

const serversKey =
  "Set LATCHKEY_SECRET_KEY to the server's secret key, or restore its secret.key, and run the move again.";

/** Says which database failed and how to fix it. What was copied stays. */
function explainMove(error: unknown, sides: readonly Target[]): unknown {
  if (error instanceof CliError || !(error instanceof Error)) return error;
  if (error instanceof DatabaseInUseError) return inUse(error);
  const dialect = 'errcode' in error ? 'sqlite' : 'postgres';
  const troubleOf = troubleIn[dialect];
  const side = sides.find(({ config }) => (config.database.url === '') === (dialect === 'sqlite'));
  const isKnown = troubleOf(error) !== undefined && side !== undefined;
  if (!isKnown && !('code' in error)) return error;
  const [cause = '', fix = ''] = isKnown
    ? explainDatabase(side.place, error, { dialect, troubleOf }).message.split('\n')
    : [`The move stopped (${error.message}).`];
  return new CliError(
    cause,
    `${fix} The source is unchanged. Run the same command again to continue.`.trim(),
  );
}
