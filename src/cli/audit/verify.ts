import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { type AuditHead, type AuditVerdict, findAuditHead, verifyAudit } from '../../operate/audit/index.ts';
import { withDatabase, withSecretKey } from '../accounts/database.ts';
import { count, print, visible } from '../accounts/text.ts';

type Broken = Extract<AuditVerdict, { outcome: 'broken' }>;

/** Checks the whole log and, with a head of earlier, that it still leads through that. Throws `CliError` unless it's whole. */
export function verifyAuditLog({ head, ...flags }: Flags & { head?: string }): Promise<void> {
  const kept = head === undefined ? undefined : readHead(head);
  return withSecretKey(flags, async (services) => {
    const verdict = await verifyAudit(services, kept);
    if (verdict.outcome === 'whole') return print(praise(verdict));
    throw new CliError(...refusal(verdict, kept ?? { seq: 0, hash: '' }));
  });
}

/** Prints the newest row. */
export function printHead(flags: Flags): Promise<void> {
  return withDatabase(flags, async ({ db }) => {
    const head = await findAuditHead(db);
    if (!head)
      throw new CliError('The audit log has no rows yet.', 'Its first row comes with the first act.');
    await print(`${textOf(head)}\n`);
  });
}

const textOf = ({ seq, hash }: AuditHead): string => `${seq}:${hash}`;

function readHead(text: string): AuditHead {
  const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new CliError(
    `--head must be SEQ:HASH, not "${visible(text)}".`,
    'Copy it from "latchkey audit head".',
    2,
  );
}

function praise({ head, first, unchecked }: Extract<AuditVerdict, { outcome: 'whole' }>): string {
  if (head.seq === 0) return 'The audit log has no rows yet.\n';
  return [
    `The audit log is whole: ${count(head.seq - first + 1, 'row')}. Head: ${textOf(head)}`,
    ...(first > 1 ? [`Rows before ${first} were deleted after audit.keep.`] : []),
    ...(unchecked > 0
      ? [`The first ${count(unchecked, 'row')} can't be checked, because the secret key was lost.`]
      : []),
    '',
  ].join('\n');
}

function refusal(
  verdict: Exclude<AuditVerdict, { outcome: 'whole' }>,
  kept: AuditHead,
): [cause: string, fix: string] {
  switch (verdict.outcome) {
    case 'broken':
      return [
        `The audit log is broken at row ${verdict.seq}: ${reasonOf(verdict)}.`,
        'Find out who could write to the database, and compare it with a backup.',
      ];
    case 'shorter':
      return [
        `The audit log ends at row ${verdict.head.seq}, before the head that you kept (${kept.seq}).`,
        'The newest rows were deleted, or a backup was restored.',
      ];
    case 'other':
      return [
        `The audit log has another row ${kept.seq} than the head that you kept.`,
        'It was written anew with the secret key, or went on from a backup that was restored.',
      ];
    case 'too-old':
      return [
        `The head that you kept (${kept.seq}) was deleted after audit.keep. The rows from ${verdict.first} on are whole.`,
        'Pass a later head.',
      ];
  }
}

function reasonOf({ seq, why }: Broken): string {
  const reasons: Readonly<Record<Broken['why'], string>> = {
    missing: 'it is missing',
    changed: 'it was changed, or written without the secret key',
    unlinked: `it doesn't follow row ${seq - 1}, and may come from a backup`,
    'beginning-missing': 'the rows before it are missing, and audit.keep did not delete them',
    'newest-missing': 'it and all newer rows are missing',
    'after-head': 'it is newer than the newest row that was written',
    'head-changed': 'the head of the log was changed, or newer rows were deleted',
    'head-missing': 'the head of the log is missing',
    'key-missing': "the key that it was written under is missing, and wasn't lost",
    noted: 'the log was changed before this row was written',
  };
  return reasons[why];
}
