import { readFile } from 'node:fs/promises';

const file = new URL('./common-passwords.txt', import.meta.url);
let loading: Promise<ReadonlySet<string>> | undefined;
let isLoaded = false;

/** The common passwords that ship with the server, in lower case; read at the first call and then kept. */
export function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  loading ??= readFile(file, 'utf8').then((text) => {
    isLoaded = true;
    return entriesOf(text);
  });
  return loading;
}

/** Whether they have been read. */
export const hasCommonPasswords = (): boolean => isLoaded;

/** `#name?` is a password; a line of the header is `#` alone or with a space after it. */
function entriesOf(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/);
  return new PasswordList(lines.filter((line) => line !== '' && line !== '#' && !line.startsWith('# ')));
}

/** To look a text up it has to be read to its end, so one that is longer than every entry is not looked up. */
class PasswordList extends Set<string> {
  readonly #longest: number;

  constructor(entries: readonly string[]) {
    super(entries);
    this.#longest = entries.reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  override has(text: string): boolean {
    return text.length <= this.#longest && super.has(text);
  }
}
