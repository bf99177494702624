import { administratorsToken } from '../console-people.ts';
import type { Running } from '../processes.ts';

const browser =
  'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n' +
  'accept: text/html,application/xhtml+xml,application/json\r\naccept-language: en-GB,en;q=0.9\r\n' +
  'accept-encoding: gzip, deflate, br, zstd\r\n' +
  'sec-fetch-site: same-origin\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\n';

const cookie = `theme=dark; latchkey=${administratorsToken}`;

/** A request of the administrator's browser. */
export const requestFor = (path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${browser}cookie: ${cookie}\r\n\r\n`);

/** The same once. Throws unless it is answered. */
export async function ask({ port }: Running, path: string): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie }, redirect: 'manual' });
  if (answer.status !== 200)
    throw new Error(`${path} was answered ${answer.status}.\n${await answer.text()}`);
  return answer;
}

/** How long the answer is, in bytes. */
export const lengthOf = async (server: Running, path: string): Promise<number> =>
  (await (await ask(server, path)).bytes()).length;
