import type { Flags } from '../config/index.ts';
import { type AccountOverview, listAccounts as listPage } from '../operate/accounts/index.ts';
import { withDatabase } from './accounts-database.ts';
import { overviewJson } from './accounts-json.ts';
import { columns, columnWidths, count, print, timeText, visible } from './accounts-text.ts';

export interface ListOptions {
  readonly json?: true;
  readonly search?: string;
}

const pageSize = 200;
const header = ['NAME', 'REGISTERED (UTC)', 'LAST LOGIN (UTC)', 'SESSIONS', 'NOTES'];

/** Prints all accounts in the order in which they came, page by page: a table, or a JSON object a line. */
export function listAccounts({ json, search, ...flags }: Flags & ListOptions): Promise<void> {
  return withDatabase(flags, async (services) => {
    let total = 0;
    let widths: number[] = [];
    for (let after = ''; ; ) {
      const page = await listPage(services, { after, limit: pageSize, search });
      if (json) {
        await print(page.map((one) => `${JSON.stringify(overviewJson(one))}\n`).join(''));
      } else if (page.length > 0) {
        const rows = [...(total === 0 ? [header] : []), ...page.map(rowOf)];
        // Columns stay where the first page has put them, unless a longer name comes.
        widths = columnWidths(rows, widths);
        await print(columns(rows, widths));
      }
      total += page.length;
      after = page.at(-1)?.account.id ?? '';
      if (page.length < pageSize) break;
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
    String(sessions).padStart('SESSIONS'.length),
    notes.join(', '),
  ];
}

function summary(total: number, search: string | undefined): string {
  const which = search === undefined ? '' : ` with "${visible(search)}" in the name`;
  return total === 0 ? `There is no account${which}.\n` : `${count(total, 'account')}${which}.\n`;
}
