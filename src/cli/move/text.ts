import { join } from 'node:path';
import { type MovePhase, type MoveResult, mostNamed, rowsIn } from '../../operate/move/index.ts';
import type { Moved, reopenPlace } from '../../start/move/move.ts';
import { type Progress, showProgress } from '../accounts/progress.ts';
import { count, timeText, visible } from '../accounts/text.ts';

const phases: Readonly<Record<MovePhase, string>> = {
  reading: 'Reading the source',
  copying: 'Copying',
  comparing: 'Comparing with the target',
};

/** Shows the phase and progress of a move on standard error. */
export function moveProgress() {
  let phase: MovePhase | undefined;
  let progress: Progress | undefined;
  return {
    update(now: MovePhase, done: number, total: number): void {
      if (now !== phase) {
        progress?.end();
        process.stderr.write(`${phases[now]}: ${count(total, 'row')}\n`);
        progress = showProgress(process.stderr, Date.now);
        phase = now;
      }
      progress?.update(done, total);
    },
    end: () => progress?.end(),
  };
}

interface About {
  readonly names: { readonly source: string; readonly target: string };
  readonly sealed: Moved['sealed'];
  readonly isToSqlite: boolean;
  /** The source's. */
  readonly dataDir: string;
  readonly dryRun: boolean;
}

/** What to print and, when the move failed, the cause and the fix. */
export function moveText(result: MoveResult, about: About): { out: string; failure?: [string, string] } {
  const { names } = about;
  switch (result.outcome) {
    case 'would-move':
      return {
        out: `Everything can be moved: ${rows(result)} from ${names.source} to ${names.target}.\n${keep(about)}`,
      };
    case 'moved': {
      const how = result.resumed ? 'Continued the move and moved' : 'Moved';
      return {
        out: `${how} ${rows(result)} to ${names.target}. Both sides are identical.\n${next(about)}`,
      };
    }
    case 'moved-before':
      return {
        out: `This data was already moved to ${names.target} on ${timeText(result.at)} (UTC). Nothing was changed.\n`,
      };
    case 'unfit': {
      const more =
        result.count > mostNamed ? `- and ${(result.count - mostNamed).toLocaleString('en-US')} more\n` : '';
      const list = result.named
        .map(({ where, reason }) => `- ${visible(where)}: ${visible(reason)}\n`)
        .join('');
      const what = `${count(result.count, 'value')} can't be moved as ${result.count === 1 ? 'it is' : 'they are'}`;
      return {
        out: `${what}:\n${list}${more}`,
        failure: ['Nothing was moved.', 'Change or delete these rows, then run the same command again.'],
      };
    }
    case 'source-moved':
      return {
        out: '',
        failure: [
          `This data was already moved to ${result.peer} on ${timeText(result.at)} (UTC).`,
          'Move it from there, or run "latchkey move --reopen" first.',
        ],
      };
    case 'source-unfinished':
      return {
        out: '',
        failure: [
          `${names.source} contains only part of the data, because a move from ${result.peer} didn't finish.`,
          'Run that move again first.',
        ],
      };
    case 'target-in-use':
      return {
        out: '',
        failure: [
          `${names.target} can't be the target. ${result.reason}`,
          'Use an empty database or folder.',
        ],
      };
    case 'differs':
      return {
        out: '',
        failure: [
          `The two sides differ in ${result.tables.join(', ')}, so the move wasn't completed.`,
          'Run the same command again to copy everything again.',
        ],
      };
  }
}

const rows = ({ survey }: { survey: Parameters<typeof rowsIn>[0] }): string =>
  `${count(rowsIn(survey), 'row')} of ${count(Object.keys(survey).length, 'table')}`;

/** The secrets outside the database, and what each is needed for. */
function keep({ sealed }: About): string {
  const uses = [
    `- secretKey: ${sealed.appKeys === 0 ? 'without it, known browsers count as new' : `decrypts ${count(sealed.appKeys, 'authenticator app key')}`}`,
    ...(sealed.peppered > 0 ? [`- password.pepper: required for ${count(sealed.peppered, 'password')}`] : []),
  ];
  return `Keep these settings for the new database:\n${uses.join('\n')}\n`;
}

function next(about: About): string {
  const { names, isToSqlite, dataDir } = about;
  const settings = isToSqlite
    ? 'Remove database.url (LATCHKEY_DATABASE_URL) and set dataDir to the new folder, which contains the secret key.'
    : `Set LATCHKEY_DATABASE_URL to the new URL. If the secret key isn't configured, set LATCHKEY_SECRET_KEY_FILE=${join(dataDir, 'secret.key')}.`;
  return `${settings}\n${keep(about)}The data in ${names.source} is still there, but the server doesn't start on it anymore. To use it again, run "latchkey move --reopen".\n`;
}

/** What reopening data that was moved away brings back. */
export function reopenText(
  found: NonNullable<Awaited<ReturnType<typeof reopenPlace>>>['found'],
  where: string,
  dryRun: boolean,
): string {
  if (!found) return `${where} wasn't moved away. Nothing was changed.\n`;
  const then = timeText(found.movedAt);
  return [
    `${dryRun ? 'This would reopen' : 'Reopened'} ${where} as it was when it moved to ${found.peer} on ${then} (UTC).`,
    `It contains ${count(found.accounts, 'account')}, ${count(found.sessions, 'valid session')} and ${count(found.links, 'unused link')}.`,
    'Everything since then is missing here: new and deleted accounts, changed passwords and factors, ended sessions, used codes. To keep it, move the data back instead.',
    '',
  ].join('\n');
}
