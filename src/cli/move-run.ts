import type { Config, Flags } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import {
  DatabaseInUseError,
  type ExactDatabase,
  openExactPostgres,
  openExactSqlite,
  type TableLayout,
  troubleIn,
} from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { findSealed, moveData, movedTables, reopen, tryWriting } from '../operate/move/index.ts';
import { explainDatabase } from '../start/explain-database.ts';
import {
  describeDatabase,
  findSecretKey,
  keepSecretKey,
  migrateDatabase,
  openExistingDatabase,
  placeOf,
  rehearseMigrating,
  sqliteFile,
} from '../start/open-database.ts';
import { noDatabase } from './accounts-database.ts';
import { print } from './accounts-text.ts';
import { dataKeys, loadDataConfig, withServerConfig } from './find-data.ts';
import { readLayout } from './move-layout.ts';
import { readTarget, type Target } from './move-target.ts';
import { moveProgress, moveText, reopenText } from './move-text.ts';

export interface MoveFlags {
  readonly to?: string;
  readonly toFile?: string;
  readonly dryRun?: true;
  readonly reopen?: true;
}

/** Moves all data to another place, or lifts the mark of a move. Throws `CliError`. */
export async function runMove({ to, toFile, dryRun, reopen: isReopening, ...flags }: Flags & MoveFlags) {
  if (isReopening && (to !== undefined || toFile !== undefined)) {
    throw new CliError('--reopen lifts the mark of the data that is here: leave the target out.', 2);
  }
  const config = await loadDataConfig(await withServerConfig(flags), [
    ...dataKeys,
    'password',
    'secretKey',
    'hash',
  ]);
  const target = isReopening
    ? undefined
    : await readTarget(config, { ...(to !== undefined && { to }), ...(toFile !== undefined && { toFile }) });
  const opened: ExactDatabase[] = [];
  try {
    const source = await openSource(config, opened);
    const options = { now: Date.now(), dryRun: dryRun ?? false };
    if (!target) {
      await print(reopenText(await reopen(source, options), describeDatabase(config), options.dryRun));
      return;
    }
    await move({ config, target, source, opened, ...options });
  } catch (error) {
    throw explainMove(error, [{ config, place: placeOf(config) }, ...(target ? [target] : [])]);
  } finally {
    for (const database of opened) await database.close().catch(() => {});
  }
}

interface Move {
  readonly config: Config;
  readonly target: Target;
  readonly source: ExactDatabase;
  /** Everything to be closed at the end. */
  readonly opened: ExactDatabase[];
  readonly now: number;
  readonly dryRun: boolean;
}

async function move({ config, target: wanted, source, opened, now, dryRun }: Move): Promise<void> {
  const target = await openTarget(wanted, opened, dryRun);
  const tables = movedTables(await readLayout([source, target], config));
  const secretKey = findSecretKey(config);
  const sealed = await requireSecrets(source, tables, config, secretKey ?? '');
  const isToSqlite = wanted.config.database.url === '';
  const names = { source: describeDatabase(config), target: wanted.place.name };
  const progress = moveProgress();
  const result = await moveData({
    source,
    target,
    tables,
    names,
    dryRun,
    now,
    onAccepted() {
      if (isToSqlite && secretKey !== undefined) keepSecretKey(wanted.config, secretKey, dryRun);
    },
    onProgress: progress.update,
  }).finally(progress.end);
  const { out, failure } = moveText(result, { names, sealed, isToSqlite, dataDir: config.dataDir, dryRun });
  if (out !== '') await print(out);
  if (failure !== undefined) throw new CliError(failure);
}

async function openSource(config: Config, opened: ExactDatabase[]): Promise<ExactDatabase> {
  const present = await openExistingDatabase(config);
  if (!present) throw noDatabase(config);
  await present.close();
  return openExact(config, opened);
}

/** Undefined in a dry run where there is nothing yet; that it could be made and written is tried and taken back. */
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
    `${where === '' ? 'The data' : where} is in use: ${message} Stop every server and command that uses it, then run this again.`,
  );

/** What is sealed under another secret could never be opened in the new place either. */
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
      `The secret key doesn't open ${sealed.closed} of ${sealed.appKeys} keys of authenticator apps. Run the move with the secret key of the server (LATCHKEY_SECRET_KEY or secret.key), or their codes won't work in the new place.`,
    );
  }
  if (sealed.closedMails > 0) {
    throw new CliError(
      `The secret key doesn't open ${sealed.closedMails} of ${sealed.mails} stored mails. Run the move with the secret key of the server (LATCHKEY_SECRET_KEY or secret.key), or they are lost in the new place.`,
    );
  }
  if (sealed.otherPepper > 0) {
    throw new CliError(
      `${sealed.otherPepper} of ${sealed.peppered} passwords have a pepper that isn't the configured one. Run the move with LATCHKEY_PASSWORD_PEPPER of the server.`,
    );
  }
  return sealed;
}

/** Says which of the two places failed and where to correct it: what was copied stays. */
function explainMove(error: unknown, sides: readonly Target[]): unknown {
  if (error instanceof CliError || !(error instanceof Error)) return error;
  if (error instanceof DatabaseInUseError) return inUse(error);
  const dialect = 'errcode' in error ? 'sqlite' : 'postgres';
  const troubleOf = troubleIn[dialect];
  const side = sides.find(({ config }) => (config.database.url === '') === (dialect === 'sqlite'));
  const isKnown = troubleOf(error) !== undefined && side !== undefined;
  if (!isKnown && !('code' in error)) return error;
  const what = isKnown
    ? explainDatabase(side.place, error, { dialect, troubleOf }).message
    : `The move stopped (${error.message}).`;
  return new CliError(`${what} The source is unchanged; run the same command again to continue.`);
}
