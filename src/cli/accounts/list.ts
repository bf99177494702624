import type { Flags } from '../../config/index.ts';
import { type AccountOverview, listAccounts as listPage } from '../../operate/accounts/index.ts';
import { withDatabase } from './database.ts';
import { overviewJson } from './json.ts';
import { columns, columnWidths, count, jsonLine, print, timeText, visible } from './text.ts';

export interface ListOptions {
  readonly json?: true;
  readonly search?: string;
}

const pageSize = 200;
const header = ['Username', 'Created (UTC)', 'Last sign-in (UTC)', 'Sessions', 'Notes'];

/** Prints all accounts, oldest first and page by page, as a table or as one JSON object per line. */
export function listAccounts({ json, search, ...flags }: Flags & ListOptions): Promise<void> {
  return withDatabase(flags, async (services) => {
    let total = 0;
    let widths: number[] = [];
    for (let after: Parameters<typeof listPage>[1]['after']; ; ) {
      const asked = { search: search ?? '', sort: 'oldest', limit: pageSize, after } as const;
      const { items: page, next } = await listPage(services, asked);
      if (json) {
        await print(page.map((one) => jsonLine(overviewJson(one))).join(''));
      } else if (page.length > 0) {
        const rows = [...(total === 0 ? [header] : []), ...page.map(rowOf)];
        // Columns keep the width of the first page until a longer name comes.
        widths = columnWidths(rows, widths);
        await print(columns(rows, widths));
      }
      total += page.length;
      if (!next) break;
      after = next;
    }
    if (!json) await print(summary(total, search));
  });
}

function rowOf({ account, sessions, notes }: AccountOverview): string[] {
  const minute = (time: string) => timeText(time).slice(0, -3);
  return [
    account.username,
    minute(account.createdAt),
    account.lastLoginAt === null ? 'never' : minute(account.lastLoginAt),
    String(sessions).padStart('Sessions'.length),
    notes.join(', '),
  ];
}

function summary(total: number, search: string | undefined): string {
  const many = total === 0 ? 'No accounts' : count(total, 'account');
  if (search === undefined) return total === 0 ? `${many} yet.\n` : `\n${many}.\n`;
  return `${total === 0 ? '' : '\n'}${many} ${total === 1 ? 'matches' : 'match'} "${visible(search)}".\n`;
}
