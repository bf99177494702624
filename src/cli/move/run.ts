import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { moveToTarget, reopenPlace } from '../../start/move/move.ts';
import { describeDatabase } from '../../start/open-database.ts';
import { noDatabase } from '../accounts/database.ts';
import { tell } from '../accounts/text.ts';
import { dataKeys, loadDataConfig, withServerConfig } from '../find-data.ts';
import { readTarget } from './target.ts';
import { moveProgress, moveText, reopenText } from './text.ts';

export interface MoveFlags {
  readonly to?: string;
  readonly toFile?: string;
  readonly dryRun?: true;
  readonly reopen?: true;
}

/** Moves all data to another database, or reopens data that was moved away. Throws `CliError`. */
export async function runMove({ to, toFile, reopen, ...flags }: Flags & MoveFlags): Promise<void> {
  const dryRun = flags.dryRun ?? false;
  if (reopen && (to !== undefined || toFile !== undefined)) {
    throw new CliError("--reopen can't be used with a target.", 'Leave out --to and --to-file.', 2);
  }
  const config = await loadDataConfig(await withServerConfig(flags), [
    ...dataKeys,
    'password',
    'secretKey',
    'hash',
  ]);
  if (reopen) {
    const reopened = await reopenPlace(config, { dryRun });
    if (!reopened) throw noDatabase(config);
    return tell(reopenText(reopened.found, describeDatabase(config), dryRun));
  }
  const said = { ...(to !== undefined && { to }), ...(toFile !== undefined && { toFile }) };
  const target = await readTarget(config, said);
  const progress = moveProgress();
  const move = { config, target, dryRun, onProgress: progress.update };
  const moved = await moveToTarget(move).finally(progress.end);
  if (!moved) throw noDatabase(config);
  const { out, failure } = moveText(moved.result, {
    names: { source: describeDatabase(config), target: target.place.name },
    sealed: moved.sealed,
    isToSqlite: target.config.database.url === '',
    dataDir: config.dataDir,
    dryRun,
  });
  if (out !== '') await tell(out);
  if (failure !== undefined) throw new CliError(...failure);
}
