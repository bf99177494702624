import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../../config/index.ts';
import type { PasswordHasher } from '../../factors/password/index.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Database } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Words } from '../../kit/words/index.ts';
import { createAccountReader, type DataSchema } from '../../people/accounts/index.ts';
import { addImported, isImportOf } from './import-account.ts';
import { entryRules } from './import-rules.ts';
import { readRegistered, type WorkshopEntry } from './registered-json.ts';

export interface ImportServices {
  readonly config: Config;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly dataSchema: DataSchema;
  readonly words: Words;
  /** Undefined where a dry run has no database to look into: then no name is taken. */
  readonly database: Database | undefined;
}

export interface ImportOptions {
  readonly dryRun: boolean;
  /** How many entries are worked on at the same time. */
  readonly parallel: number;
  /** Who imports, for the audit log. */
  readonly client: Client;
  /** Stops before the next entry; what is under way is finished. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** An entry that wasn't taken, and a sentence that says why. */
interface Skipped {
  readonly line: number;
  readonly name: string;
  readonly reason: string;
}

export interface ImportReport {
  readonly total: number;
  readonly imported: number;
  /** Of the imported ones, those that nothing but an email lets anybody in to; in the workshop all have a password. */
  readonly byEmailAlone?: number;
  /** Accounts that an earlier run made of the very same entries. */
  readonly alreadyThere: number;
  /** In the order of the file. */
  readonly skipped: readonly Skipped[];
  /** Whether it ended before the last entry. */
  readonly stopped: boolean;
  /** What ended it, if it was no signal. */
  readonly failure?: unknown;
}

type Outcome = 'imported' | 'already-there' | { readonly reason: string };

/**
 * Takes the accounts of the workshop's `registered.json` or of an export of ours, each in a transaction of its
 * own together with its line of the audit log: stopped anywhere and run again, it goes on where it was.
 * Every password is marked as weak, since nothing is known of it; the first login judges it.
 * Throws `RegisteredFileError` when the text is no JSON object.
 */
export async function importRegistered(
  services: ImportServices,
  text: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { entries, problems } = readRegistered(text);
  const total = entries.length + problems.length;
  const skipped: Skipped[] = problems.map((one) => ({ ...one, reason: one.reason(services.words) }));
  const report = { total, imported: 0, alreadyThere: 0, skipped };
  const accept = entryRules(services);
  const take = taker(services, options);
  const queue = entries.values();
  let left = entries.length;
  let failure: { cause: unknown } | undefined;

  const work = async () => {
    while (!failure && !options.signal?.aborted) {
      const { value: entry } = queue.next();
      if (!entry) return;
      const accepted = accept(entry);
      const outcome = typeof accepted === 'string' ? { reason: accepted } : await take(entry, accepted);
      if (outcome === 'imported') report.imported += 1;
      else if (outcome === 'already-there') report.alreadyThere += 1;
      else report.skipped.push({ line: entry.line, name: entry.name, reason: outcome.reason });
      left -= 1;
      options.onProgress?.(total - left, total);
      // SQLite answers without leaving this turn of the event loop; a signal would wait for the end of the file.
      await nextTurn();
    }
  };
  await Promise.all(
    Array.from({ length: options.parallel }, () =>
      work().catch((cause: unknown) => {
        failure ??= { cause };
      }),
    ),
  );
  report.skipped.sort((one, other) => one.line - other.line);
  return { ...report, stopped: left > 0, ...(failure && { failure: failure.cause }) };
}

function taker(
  { config, database, clock, hasher, words }: ImportServices,
  { dryRun, client }: ImportOptions,
) {
  const searchFields = config.search.dataFields;
  const accounts = database && createAccountReader(database);

  return async (entry: WorkshopEntry, accepted: Parameters<typeof addImported>[2]): Promise<Outcome> => {
    for (;;) {
      const taken = await accounts?.findByKey(accepted.key);
      if (database && taken) {
        const verdict = await isImportOf(database.db, taken.id, entry, accepted);
        if (verdict === 'same') return 'already-there';
        return { reason: takenReason(words, verdict, entry.name, taken.username) };
      }
      if (dryRun || !database) return 'imported';
      // False when somebody registered the name in the meantime: then it is found above.
      const add = { db: database.db, clock, hasher, client, searchFields };
      if (await addImported(add, entry, accepted)) return 'imported';
    }
  };
}

function takenReason(
  { workshop: { entries } }: Words,
  verdict: 'other' | 'none',
  name: string,
  username: string,
): string {
  if (verdict === 'other') return entries.importedOtherwise;
  return name === username ? entries.taken : entries.takenAs(username);
}
