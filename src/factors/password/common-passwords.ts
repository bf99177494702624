import { readFile } from 'node:fs/promises';

const file = new URL('./common-passwords.txt', import.meta.url);
let loading: Promise<ReadonlySet<string>> | undefined;

/** The common passwords that ship with the server, in lower case; read at the first call and then kept. */
export function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  loading ??= readFile(file, 'utf8').then(entriesOf);
  return loading;
}

/** `#name?` is a password; a line of the header is `#` alone or with a space after it. */
function entriesOf(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/);
  return new Set(lines.filter((line) => line !== '' && line !== '#' && !line.startsWith('# ')));
}
