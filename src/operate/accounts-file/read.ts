import { type CarriedAccount, type CarriedRow, carried, type FileHead } from './carried.ts';

/** The whole file can't be used. The message is the cause, and `fix` says what to do. */
export class AccountsFileError extends Error {
  override readonly name = 'AccountsFileError';
  readonly fix: string;

  constructor(cause: string, fix: string) {
    super(cause);
    this.fix = fix;
  }
}

export interface ReadLine {
  readonly line: number;
  /** The username for the report, or empty when it can't be read. */
  readonly name: string;
  /** The account, or why it can't be read. */
  readonly account: CarriedAccount | string;
}

/** Whether a text is an export of accounts, and not the workshop's `registered.json`. */
export function isAccountsFile(text: string): boolean {
  const [first = ''] = text.slice(0, 1000).split('\n', 1);
  return parse(first)?.latchkey === 'accounts';
}

/** Reads an export line by line. Throws `AccountsFileError` when its format is unknown or its end is missing. */
export function readAccountsFile(text: string): { head: FileHead; lines: ReadLine[] } {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const head = parse(first);
  if (head?.format !== 1 || typeof head.secretKey !== 'string') {
    throw new AccountsFileError(
      'The file was written by a newer version of Latchkey.',
      'Import it with that version.',
    );
  }
  const end = parse(rest.pop() ?? '')?.end;
  if (end !== rest.length) {
    throw new AccountsFileError(
      'The end of the file is missing, so accounts may be missing too.',
      'Export the accounts again.',
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
  if (!found) return "The line isn't a JSON object.";
  const unknown = Object.keys(found).find((table) => !(carried as readonly string[]).includes(table));
  if (unknown !== undefined) return `This version of Latchkey doesn't know "${unknown}".`;
  const tables = carried.map((table) => [table, found[table] ?? []] as const);
  const wrong = tables.find(([, rows]) => !Array.isArray(rows) || !rows.every(isRow));
  if (wrong) return `"${wrong[0]}" must be a list of rows.`;
  const account = Object.fromEntries(tables) as CarriedAccount;
  return account.accounts.length === 1 ? account : 'The line must contain exactly one account.';
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
