import { type ImportReport, importRegistered, RegisteredFileError } from '../apps/workshop/index.ts';
import type { Config, Flags } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import type { Database } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { AccountsFileError, importAccountsFile, isAccountsFile } from '../operate/accounts-file/index.ts';
import { findMoveInTheWay, moveSentence } from '../operate/move/index.ts';
import { compileDataSchema } from '../people/accounts/index.ts';
import {
  describeDatabase,
  findSecretKey,
  openExistingDatabase,
  openMigratedDatabase,
} from '../start/open-database.ts';
import { requireServersPepper } from '../start/secrets.ts';
import { operator } from './accounts-database.ts';
import { readText } from './accounts-import-file.ts';
import { importReport } from './accounts-import-report.ts';
import { showProgress } from './accounts-progress.ts';
import { print } from './accounts-text.ts';
import { dataKeys, loadDataConfig, withServerConfig } from './find-data.ts';

export interface ImportFlags {
  /** Seen by itself when it isn't given. */
  readonly format?: 'latchkey' | 'workshop';
  readonly dryRun?: boolean;
  /** How many passwords are hashed at the same time. */
  readonly concurrency?: number;
}

/** What an account and its password are judged and made by. */
const usedKeys = [...dataKeys, 'data', 'hash', 'password', 'secretKey', 'username'];

/** Imports accounts from a file. Throws `CliError` when something was skipped or it was stopped half way. */
export async function importAccounts(
  file: string,
  { dryRun = false, concurrency, format, ...flags }: Flags & ImportFlags,
): Promise<void> {
  const config = await loadDataConfig(await withServerConfig(flags), usedKeys);
  const text = await readText(file);
  const database = dryRun ? await openExistingDatabase(config) : await openMigratedDatabase(config);
  try {
    const move = database && (await findMoveInTheWay(database.db));
    if (move) throw new CliError(moveSentence(move));
    const slots = concurrency ?? config.hash.concurrency;
    const report = await runImport({ config, database, text, slots, dryRun, format }).catch(
      (error: unknown) => {
        const isOfFile = error instanceof RegisteredFileError || error instanceof AccountsFileError;
        throw isOfFile ? new CliError(`${file}: ${error.message}`) : error;
      },
    );
    await print(importReport(report, { dryRun, where: describeDatabase(config) }));
    failUnlessWhole(report, database);
  } finally {
    await database?.close().catch(() => {});
  }
}

interface Run {
  readonly config: Config;
  readonly database: Database | undefined;
  readonly text: string;
  readonly slots: number;
  readonly dryRun: boolean;
  readonly format: ImportFlags['format'];
}

async function runImport({ config, database, text, slots, dryRun, format }: Run): Promise<ImportReport> {
  // Entries wait for a slot behind others that are written meanwhile, so none of the slots is ever idle.
  const parallel = slots * 2;
  const hash = { ...config.hash, concurrency: slots, queue: parallel };
  const stop = new AbortController();
  // Once: the second time a signal ends the program at once, which loses nothing either.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const progress = showProgress(process.stderr, Date.now);
  const hasher = createPasswordHasher({ ...config, hash });
  if (database) await requireServersPepper(database.db, hasher);
  const services = {
    config,
    database,
    clock: Date.now,
    hasher,
    dataSchema: compileDataSchema(config.data.schema),
  };
  const isOurs = format === 'latchkey' || (format === undefined && isAccountsFile(text));
  try {
    if (isOurs) {
      const { hasItsPepper } = services.hasher;
      return await importAccountsFile(text, {
        database,
        secretKey: findSecretKey(config),
        hasher: { hasItsPepper },
        client: operator,
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

function failUnlessWhole({ failure, stopped, skipped }: ImportReport, database: Database | undefined): void {
  if (failure !== undefined) {
    if (!database?.isAway(failure)) throw failure;
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new CliError(
      `The database stopped answering (${reason}). What is imported stays; run the same command again to go on.`,
    );
  }
  if (stopped) {
    throw new CliError('Stopped. What is imported stays; run the same command again to go on.');
  }
  if (skipped.length > 0)
    throw new CliError(
      `Not everything is in: ${skipped.length === 1 ? '1 entry was' : `${skipped.length} entries were`} skipped.`,
    );
}
