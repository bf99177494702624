import { browserHeaders } from '../load/http-client.ts';
import { password } from '../people.ts';
import type { Running } from '../processes.ts';

const emailOf = (number: number): string => `person-${number}@example.com`;

const originOf = ({ port }: Running): string => `http://127.0.0.1:${port}`;

/** Logins at better-auth, of one person after the other. */
export function loginsAtBetterAuth(server: Running, accounts: number): () => Buffer {
  let next = 0;
  return () => {
    const body = JSON.stringify({ email: emailOf(next++ % accounts), password });
    return Buffer.from(
      `POST /api/auth/sign-in/email HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\norigin: ${originOf(server)}\r\n${browserHeaders}` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  };
}

/** The cookie of each of the first people, who sign in for it. */
export async function signInAtBetterAuth(server: Running, people: number): Promise<readonly string[]> {
  const cookies: string[] = [];
  for (let person = 0; person < people; person++) {
    const answer = await fetch(`${originOf(server)}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: originOf(server) },
      body: JSON.stringify({ email: emailOf(person), password }),
    });
    const [session] = cookiesOf(answer);
    if (!session?.startsWith('better-auth.session_token='))
      throw new Error(`Nobody was signed in: ${answer.status}.\n${await answer.text()}`);
    cookies.push(session);
  }
  return cookies;
}

/** Session checks with these cookies, and with what the server adds to them: its cache lasts for some minutes. */
export async function checksAtBetterAuth(
  server: Running,
  sessions: readonly string[],
): Promise<() => Buffer> {
  const requests: Buffer[] = [];
  for (const session of sessions) {
    const answer = await fetch(`${originOf(server)}/api/auth/get-session`, { headers: { cookie: session } });
    const body = await answer.text();
    if (!body.includes('"session"')) throw new Error(`There is no session: ${answer.status}.\n${body}`);
    const cookie = ['theme=dark', session, ...cookiesOf(answer)].join('; ');
    requests.push(
      Buffer.from(
        `GET /api/auth/get-session HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\n${browserHeaders}cookie: ${cookie}\r\n\r\n`,
      ),
    );
  }
  return () => requests[Math.floor(Math.random() * requests.length)] ?? Buffer.alloc(0);
}

const cookiesOf = (answer: Response): string[] =>
  answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
