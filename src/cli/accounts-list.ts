import type { Flags } from '../config/index.ts';
import { withDatabase } from './accounts-database.ts';
import { accountJson, factsReader } from './accounts-facts.ts';
import { type AccountOverview, listOverviews } from './accounts-overview.ts';
import { columns, columnWidths, count, print, timeText } from './accounts-text.ts';
import { type LoginFacts, notesOn } from './accounts-verdict.ts';

export interface ListOptions {
  readonly json?: true;
  readonly search?: string;
}

const pageSize = 200;
const header = ['NAME', 'REGISTERED (UTC)', 'LAST LOGIN (UTC)', 'SESSIONS', 'NOTES'];

/** Prints all accounts in the order in which they came, page by page: a table, or a JSON object a line. */
export function listAccounts({ json, search, ...flags }: Flags & ListOptions): Promise<void> {
  return withDatabase(flags, async ({ config, database }) => {
    const factsOf = factsReader(config);
    const now = Date.now();
    let total = 0;
    let widths: number[] = [];
    for (let after = ''; ; ) {
      const page = await listOverviews(database.db, { after, limit: pageSize, search, now });
      const known = page.map((account) => ({ account, facts: factsOf(account, now) }));
      if (json) {
        await print(
          known.map(({ account, facts }) => `${JSON.stringify(accountJson(account, facts))}\n`).join(''),
        );
      } else if (page.length > 0) {
        const rows = [
          ...(total === 0 ? [header] : []),
          ...known.map(({ account, facts }) => rowOf(account, facts)),
        ];
        // Columns stay where the first page has put them, unless a longer name comes.
        widths = columnWidths(rows, widths);
        await print(columns(rows, widths));
      }
      total += page.length;
      after = page.at(-1)?.id ?? '';
      if (page.length < pageSize) break;
    }
    if (!json) await print(summary(total, search));
  });
}

function rowOf(account: AccountOverview, facts: LoginFacts): string[] {
  const minute = (time: number) => timeText(time).slice(0, -3);
  return [
    account.username,
    minute(account.created_at),
    account.last_login_at === null ? 'never' : minute(account.last_login_at),
    String(account.sessions).padStart('SESSIONS'.length),
    notesOn(facts).join(', '),
  ];
}

function summary(total: number, search: string | undefined): string {
  const which = search === undefined ? '' : ` with "${search}" in the name`;
  return total === 0 ? `There is no account${which}.\n` : `${count(total, 'account')}${which}.\n`;
}
