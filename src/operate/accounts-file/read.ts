import { type CarriedAccount, type CarriedRow, carried, type FileHead } from './carried.ts';

/** The file as a whole can't be used; the message is for the person who gave it. */
export class AccountsFileError extends Error {
  override readonly name = 'AccountsFileError';
}

export interface ReadLine {
  readonly line: number;
  /** The username as far as it can be read, for the report. */
  readonly name: string;
  /** The account, or a sentence that says why there is none. */
  readonly account: CarriedAccount | string;
}

/** Whether a text is an export of accounts, and not the workshop's `registered.json`. */
export function isAccountsFile(text: string): boolean {
  const [first = ''] = text.slice(0, 1000).split('\n', 1);
  return parse(first)?.latchkey === 'accounts';
}

/** Reads an export line by line. Throws `AccountsFileError` when it is of another format, or its end is missing. */
export function readAccountsFile(text: string): { head: FileHead; lines: ReadLine[] } {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const head = parse(first);
  if (head?.format !== 1 || typeof head.secretKey !== 'string') {
    throw new AccountsFileError('The file was written by a newer Latchkey. Import it with that version.');
  }
  const end = parse(rest.pop() ?? '')?.end;
  if (end !== rest.length) {
    throw new AccountsFileError(
      'The end of the file is missing, so accounts may be missing too. Export it again.',
    );
  }
  const lines = rest.map((line, at) => {
    const account = readAccount(line);
    const name = typeof account === 'string' ? '' : String(account.accounts[0]?.username ?? '');
    return { line: at + 2, name, account };
  });
  return { head: { latchkey: 'accounts', format: 1, secretKey: head.secretKey }, lines };
}

function readAccount(line: string): CarriedAccount | string {
  const found = parse(line);
  if (!found) return 'The line is not a JSON object.';
  const unknown = Object.keys(found).find((table) => !(carried as readonly string[]).includes(table));
  if (unknown !== undefined) return `"${unknown}" is not known to this version.`;
  const tables = carried.map((table) => [table, found[table] ?? []] as const);
  const wrong = tables.find(([, rows]) => !Array.isArray(rows) || !rows.every(isRow));
  if (wrong) return `"${wrong[0]}" is not a list of rows.`;
  const account = Object.fromEntries(tables) as CarriedAccount;
  return account.accounts.length === 1 ? account : 'The line does not hold exactly one account.';
}

function isRow(row: unknown): row is CarriedRow {
  return (
    typeof row === 'object' &&
    row !== null &&
    !Array.isArray(row) &&
    Object.values(row).every(
      (value) => value === null || typeof value === 'string' || Number.isSafeInteger(value),
    )
  );
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
