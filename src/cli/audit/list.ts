import type { Flags } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { parseDuration } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import type { Words } from '../../kit/words/index.ts';
import { type AuditFilters, listAudit, type NamedAuditRow } from '../../operate/audit/index.ts';
import { withDatabase } from '../accounts/database.ts';
import { columns, columnWidths, jsonLine, print, timeText, visible } from '../accounts/text.ts';

export interface ListOptions {
  readonly actor?: string;
  readonly target?: string;
  readonly act?: string;
  readonly since?: string;
  readonly limit: number;
  readonly json?: true;
}

const pageSize = 500;
const header = ['Row', 'Time (UTC)', 'By', 'Act', 'Target', 'Reason'];

/** Prints rows of the audit log, newest first and page by page. */
export function listAuditRows(options: Flags & ListOptions): Promise<void> {
  const { json, since, limit, actor, target, act, ...flags } = options;
  const filters = { actor, target, act, since: since === undefined ? undefined : timeOf(since, Date.now()) };
  return withDatabase(flags, async ({ db, words }) => {
    let [total, widths, before]: [number, number[], number | undefined] = [0, [], undefined];
    for (const most = limit === 0 ? Number.POSITIVE_INFINITY : limit; total < most; ) {
      const wanted: AuditFilters = { ...filters, before, limit: Math.min(pageSize, most - total) };
      const page = await listAudit(db, wanted);
      if (json) await print(page.map((row) => jsonLine(jsonOf(row))).join(''));
      else if (page.length > 0) {
        const rows = [...(total === 0 ? [header] : []), ...page.map((row) => cellsOf(row, words))];
        widths = columnWidths(rows, widths);
        await print(columns(rows, widths));
      }
      total += page.length;
      before = page.at(-1)?.seq;
      if (page.length < wanted.limit) break;
    }
    if (!json && total === 0) await print('No rows.\n');
  });
}

/** A time as people type it: how long ago, or a date or time of ISO 8601. */
function timeOf(text: string, now: number): number {
  const ago = parseDuration(text);
  const time = ago === undefined ? Date.parse(text) : now - ago;
  if (/^\d/.test(text) && Number.isFinite(time)) return time;
  throw new CliError(
    `--since must be a duration or a date, not "${visible(text)}".`,
    'Use 12h, 7d or 2026-01-31.',
    2,
  );
}

function cellsOf(row: NamedAuditRow, words: Words): string[] {
  const who = row.actorName ?? row.actor_id ?? (row.actor_kind === 'command' ? row.device : row.actor_kind);
  const what = row.targetName ?? row.target_id ?? row.target_kind ?? '';
  return [
    String(row.seq),
    timeText(row.at),
    visible(who),
    words.audit.say(row.act),
    visible(what),
    visible(row.reason ?? ''),
  ];
}

const jsonOf = (row: NamedAuditRow) => ({
  seq: row.seq,
  at: isoTime(row.at),
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actorName ?? null },
  act: row.act,
  target: row.target_kind && { kind: row.target_kind, id: row.target_id, name: row.targetName ?? null },
  reason: row.reason,
  detail: JSON.parse(row.detail ?? 'null') as unknown,
  address: row.address,
  device: row.device,
  requestId: row.request_id,
  hash: row.hash,
});
