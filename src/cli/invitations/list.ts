import type { Flags } from '../../config/index.ts';
import { type ListedInvitation, listSentInvitations } from '../../operate/invitations/index.ts';
import { withDatabase } from '../accounts/database.ts';
import { columns, columnWidths, count, jsonLine, print, timeText, visible } from '../accounts/text.ts';

const pageSize = 200;
const header = ['ID', 'Email', 'State', 'Sent (UTC)', 'Expires (UTC)', 'Note'];

/** Prints all invitations, newest first and page by page, as a table or as one JSON object per line. */
export function listInvitations({ json, ...flags }: Flags & { readonly json?: true }): Promise<void> {
  return withDatabase(flags, async (services) => {
    let total = 0;
    let widths: number[] = [];
    let before: string | undefined;
    do {
      const { items, older } = await listSentInvitations(services, { limit: pageSize, before });
      if (json) await print(items.map((one) => jsonLine(one)).join(''));
      else if (items.length > 0) {
        const rows = [...(total === 0 ? [header] : []), ...items.map(rowOf)];
        widths = columnWidths(rows, widths);
        await print(columns(rows, widths));
      }
      total += items.length;
      before = older;
    } while (before !== undefined);
    if (!json) await print(total === 0 ? 'No invitations yet.\n' : `\n${count(total, 'invitation')}.\n`);
  });
}

function rowOf({ id, email, state, createdAt, expiresAt, note }: ListedInvitation): string[] {
  const minute = (time: string) => timeText(time).slice(0, -3);
  return [id, visible(email ?? '–'), state, minute(createdAt), minute(expiresAt), visible(note ?? '')];
}
