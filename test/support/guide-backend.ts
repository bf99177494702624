import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { freePort } from './free-port.ts';
import { type Latchkey, startForClients } from './real-clients.ts';

/** A backend that answers who asks, at `PORT`, by the Latchkey at `LOGIN_SERVER`. */
export interface GuideBackend {
  readonly name: string;
  readonly cwd: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

/** The `Authorization` of a token, or a cookie. */
type Sent = Readonly<Record<string, string>>;

/** What a backend answers: its status, and the sentence, which some frameworks write into JSON or HTML. */
async function ask({ url }: Running, headers: Sent = {}): Promise<string> {
  const answer = await fetch(url, { headers });
  const [sentence] = /Hello, ada\.|Sign in first\.|Try again in a moment\./.exec(await answer.text()) ?? [];
  return `${answer.status} ${sentence}`;
}

/**
 * Starts backends of the guide beside one Latchkey, and checks that each knows who asks: by cookie, by token, nobody, after
 * the logout, and when the login server is gone. `work` asks them for more before that.
 */
export async function tryBackends(
  backends: readonly GuideBackend[],
  work?: (latchkey: Latchkey, bearer: Sent) => Promise<void>,
): Promise<void> {
  const latchkey = await startForClients();
  const running = await Promise.all(backends.map((backend) => start(backend, latchkey.url)));
  const each = async (headers: Sent, wanted: string) => {
    const answers = await Promise.all(running.map((one) => ask(one, headers)));
    expect(Object.fromEntries(backends.map(({ name }, at) => [name, answers[at]]))).toEqual(
      Object.fromEntries(backends.map(({ name }) => [name, wanted])),
    );
  };
  const send = (path: string, body: object, headers: Sent = {}) =>
    fetch(`${latchkey.url}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  try {
    for (const one of running) {
      // Go builds its standard library first, where it never did.
      await expect.poll(() => ask(one).catch(() => ''), { timeout: 240_000 }).toBe('401 Sign in first.');
    }
    const ada = { username: 'ada', password: 'a quiet green lighthouse' };
    const cookie = (await send('register', ada)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { token } = (await (await send('login', { ...ada, transport: 'bearer' })).json()) as {
      token: string;
    };
    const bearer = { authorization: `Bearer ${token}` };
    await each({ cookie }, '200 Hello, ada.');
    await each({ cookie: `other=1; ${cookie}`, origin: 'https://elsewhere.example' }, '200 Hello, ada.');
    await each(bearer, '200 Hello, ada.');
    await each({ authorization: `Bearer ${token}x` }, '401 Sign in first.');
    await work?.(latchkey, bearer);
    await send('logout', {}, { cookie });
    await each({ cookie }, '401 Sign in first.');
    await latchkey.stop();
    await each(bearer, '503 Try again in a moment.');
  } finally {
    await Promise.all(running.map(end));
    await latchkey.stop().catch(() => undefined);
  }
}

/** Starts a program of the guide; `PORT` in its command stands for the port. */
async function start({ cwd, command, env }: GuideBackend, login: string): Promise<Running> {
  const port = String(await freePort());
  const [program = '', ...args] = command.map((word) => (word === 'PORT' ? port : word));
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env, LOGIN_SERVER: login, PORT: port },
    stdio: 'ignore',
    detached: true,
  });
  return { url: `http://127.0.0.1:${port}/`, child };
}

/** `go run` starts the server as a child of its own: the whole group ends. */
async function end({ child }: Running): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await Promise.race([ended, setTimeout(5000)]);
}

export { end as endBackend, start as startBackend };
