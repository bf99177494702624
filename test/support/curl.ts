import { spawnSync } from 'node:child_process';
import { CookieJar } from './cookie-jar.ts';

/** What a documented `curl` command does, so that the documents can be tried where no curl is installed. */
export interface CurlAnswer {
  readonly status: number;
  /** As `curl -i` prints them, the status line first; empty without `-i`. */
  readonly head: readonly string[];
  readonly body: string;
}

const valued = new Set(['-X', '-H', '-d', '-b', '-c', '--data-urlencode']);
const flags = new Set(['-i', '-s', '-G']);

/**
 * Runs one command line, and the `node` that it pipes the answer to; cookies of `-b` and `-c` files live in `jars`. An option that it does not
 * know is an error.
 */
export async function curl(commandLine: string, jars: Map<string, CookieJar>): Promise<CurlAnswer> {
  const [line = '', script] = commandLine.split(/\s\| node -p (?=')/);
  const [program, ...words] = splitWords(line.replace(/\\\s*$/, ''));
  if (program !== 'curl') throw new Error(`This is no curl command: ${commandLine}`);
  const given: [option: string, value: string][] = [];
  let url = '';
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (valued.has(word)) given.push([word, words.shift() ?? '']);
    else if (flags.has(word)) given.push([word, '']);
    else if (word.startsWith('-')) throw new Error(`curl ${word} is not known here: ${commandLine}`);
    else url = word;
  }
  const all = (option: string) => given.filter(([name]) => name === option).map(([, value]) => value);
  const jarOf = (file: string) => jars.get(file) ?? jars.set(file, new CookieJar()).get(file);

  const [body = null] = all('-d');
  const headers = new Headers({ accept: '*/*', 'user-agent': 'curl/8' });
  if (body !== null) headers.set('content-type', 'application/x-www-form-urlencoded');
  for (const header of all('-H'))
    headers.set(header.slice(0, header.indexOf(':')), header.slice(header.indexOf(':') + 1).trim());
  const cookies = all('-b')
    .map((file) => jarOf(file)?.header)
    .join('; ');
  if (cookies) headers.set('cookie', cookies);
  const method = all('-X')[0] ?? (body === null ? 'GET' : 'POST');

  const response = await fetch(url, { method, headers, body, redirect: 'manual' });
  for (const file of all('-c')) jarOf(file)?.take(response);
  const head = [
    `HTTP/1.1 ${response.status} ${response.statusText}`,
    ...[...response.headers].map((line) => line.join(': ')),
  ];
  return {
    status: response.status,
    head: all('-i').length > 0 ? head : [],
    body: printed(script, await response.text()),
  };
}

/** What `node -p` prints of the body; without a script, the body. */
function printed(script: string | undefined, body: string): string {
  if (script === undefined) return body;
  const node = spawnSync(process.execPath, ['-p', ...splitWords(script)], { input: body, encoding: 'utf8' });
  if (node.status !== 0) throw new Error(node.stderr);
  return node.stdout.trimEnd();
}

/** As a shell does, for words in quotes and out of them. */
function splitWords(line: string): string[] {
  const joined = line.replaceAll(/\\\n\s*/g, ' ').trim();
  return [...joined.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"]+)+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
}
