import type { Config, Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { operator } from '../../operate/accounts/index.ts';
import { AccountsFileError, importAccountsFile, isAccountsFile } from '../../operate/accounts-file/index.ts';
import { recordCommandAlone } from '../../operate/audit/index.ts';
import { findMoveInTheWay, moveInWords } from '../../operate/move/index.ts';
import { importServices } from '../../start/import-services.ts';
import {
  describeDatabase,
  findSecretKey,
  openExistingDatabase,
  openMigratedDatabase,
} from '../../start/open-database.ts';
import { findServersKey } from '../../start/secrets.ts';
import { type ImportReport, importRegistered, RegisteredFileError } from '../../surfaces/workshop/index.ts';
import { dataKeys, loadDataConfig, withServerConfig } from '../find-data.ts';
import { readText } from './import-file.ts';
import { importReport } from './import-report.ts';
import { showProgress } from './progress.ts';
import { tell } from './text.ts';

export interface ImportFlags {
  /** Detected from the file when it isn't given. */
  readonly format?: 'latchkey' | 'workshop';
  readonly dryRun?: boolean;
  /** How many passwords to hash at the same time. */
  readonly concurrency?: number;
}

/** The settings that decide how accounts are checked and passwords hashed. */
const usedKeys = [...dataKeys, 'data', 'hash', 'mail', 'password', 'search', 'secretKey', 'username'];

/** Imports accounts from a file. Throws `CliError` when entries were skipped or the import was stopped. */
export async function importAccounts(
  file: string,
  { dryRun = false, concurrency, format, ...flags }: Flags & ImportFlags,
): Promise<void> {
  const config = await loadDataConfig(await withServerConfig(flags), usedKeys);
  const text = await readText(file);
  const database = dryRun ? await openExistingDatabase(config) : await openMigratedDatabase(config);
  try {
    const move = database && (await findMoveInTheWay(database.db));
    if (move) throw new CliError(...moveInWords(move));
    // Before anything is written: an import that couldn't be recorded must not happen.
    const given = { config, secretKey: findSecretKey(config) };
    const secretKey = database && !dryRun ? await findServersKey({ ...given, db: database.db }) : undefined;
    const slots = concurrency ?? config.hash.concurrency;
    const report = await runImport({ config, database, text, slots, dryRun, format }).catch(
      (error: unknown) => {
        if (error instanceof AccountsFileError) throw new CliError(`${file}: ${error.message}`, error.fix);
        if (!(error instanceof RegisteredFileError)) throw error;
        throw new CliError(`${file}: ${error.message}`, 'Fix the file and import it again.');
      },
    );
    const sendsEmail = config.mail.url !== '';
    if (secretKey !== undefined && database && report.failure === undefined) {
      await recordImport({ db: database.db, secretKey }, report);
    }
    await tell(importReport(report, { dryRun, where: describeDatabase(config), sendsEmail }));
    failUnlessWhole(report, database);
  } finally {
    await database?.close().catch(() => {});
  }
}

/** One row, however many accounts came. */
async function recordImport(
  services: Parameters<typeof recordCommandAlone>[0],
  { imported, stopped, skipped }: ImportReport,
): Promise<void> {
  const [command, at] = ['latchkey accounts import', Date.now()];
  const detail = { imported, skipped: skipped.length, stopped };
  const target = { kind: 'instance', id: 'accounts' } as const;
  await recordCommandAlone(services, { command, act: 'accounts-imported', target, detail, at });
}

type Database = Awaited<ReturnType<typeof openExistingDatabase>>;

interface Run {
  readonly config: Config;
  readonly database: Database;
  readonly text: string;
  readonly slots: number;
  readonly dryRun: boolean;
  readonly format: ImportFlags['format'];
}

async function runImport({ config, database, text, slots, dryRun, format }: Run): Promise<ImportReport> {
  const stop = new AbortController();
  // Once: a second signal ends the process immediately, which loses nothing either.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const progress = showProgress(process.stderr, Date.now);
  const { parallel, ...services } = await importServices(config, database, slots);
  const isOurs = format === 'latchkey' || (format === undefined && isAccountsFile(text));
  try {
    if (isOurs) {
      return await importAccountsFile(text, {
        database,
        secretKey: findSecretKey(config),
        hasher: services.hasher,
        client: operator,
        searchFields: config.search.dataFields,
        dryRun,
        now: Date.now(),
        signal: stop.signal,
        onProgress: progress.update,
      });
    }
    return await importRegistered(services, text, {
      dryRun,
      parallel,
      client: operator,
      signal: stop.signal,
      onProgress: progress.update,
    });
  } finally {
    progress.end();
  }
}

function failUnlessWhole({ failure, stopped, skipped }: ImportReport, database: Database): void {
  if (failure !== undefined) {
    if (!database?.isAway(failure)) throw failure;
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new CliError(
      `The database stopped responding (${reason}).`,
      'What was imported is saved. Run the same command again to continue.',
    );
  }
  if (stopped) {
    throw new CliError(
      'Import stopped.',
      'What was imported is saved. Run the same command again to continue.',
    );
  }
  if (skipped.length > 0)
    throw new CliError(
      `${skipped.length === 1 ? '1 entry was' : `${skipped.length} entries were`} skipped.`,
      'Fix what the report lists, then run the same command again.',
    );
}
