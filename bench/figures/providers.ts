import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startIdentityProvider, type TestProvider } from '../../test/support/identity-provider.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { benchKey } from '../apps.ts';
import { startLatchkey } from '../processes.ts';
import { processorTimeOf } from '../processor-time.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';

/** What a sign-in with another provider takes of this server: out, back, and the exchange of the code. The provider runs apart. */
export async function measureProviders(effort: Effort, folder: string): Promise<Figure[]> {
  const postgres = await startPostgres();
  const provider = await startIdentityProvider();
  try {
    const dataDir = join(folder, 'postgres');
    await mkdir(dataDir);
    return [
      await measureOn('SQLite', { effort, folder, provider, settings: {} }),
      await measureOn('PostgreSQL', {
        ...{ effort, folder: dataDir, provider },
        settings: { LATCHKEY_DATABASE_URL: postgres.url },
      }),
    ];
  } finally {
    await provider.stop();
    await postgres.stop();
  }
}

interface Subject {
  readonly effort: Effort;
  readonly folder: string;
  readonly provider: TestProvider;
  readonly settings: Readonly<Record<string, string>>;
}

async function measureOn(database: string, { effort, folder, provider, settings }: Subject): Promise<Figure> {
  const { apple: _, ...known } = provider.settings({ id: 'example' });
  const { port, pid, stop } = await startLatchkey(folder, {
    ...settings,
    LATCHKEY_SECRET_KEY: benchKey,
    LATCHKEY_LOGIN_WITH: JSON.stringify([known]),
    LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
  });
  const visitor = visitorOf(`http://127.0.0.1:${port}`, provider);
  provider.person = { sub: `ada on ${database}` };
  await visitor.signUp();
  const measure = (act: () => Promise<unknown>) => async (round: number) => {
    for (let left = warmUpIn(round, effort.warmUpRequests); left > 0; left--) await act();
    const before = await processorTimeOf(pid);
    const times = await during(effort.seconds, act);
    return (1000 * ((await processorTimeOf(pid)) - before)) / times;
  };
  const rounds = await interleave(effort.rounds, measure(visitor.signIn), measure(visitor.check));
  await stop();
  return figure(
    {
      name: `sign-in with a provider, ${database}`,
      unit: 'ms',
      limitName: 'GET /api/session',
      judge: 'measured',
      target: { atMost: 15 },
    },
    rounds,
  );
}

async function during(seconds: number, act: () => Promise<unknown>): Promise<number> {
  const until = performance.now() + 1000 * seconds;
  let times = 0;
  for (; times === 0 || performance.now() < until; times++) await act();
  return times;
}

/** Somebody with a browser, from another address each time: those of one address are limited. */
function visitorOf(base: string, provider: TestProvider) {
  let cookies = new Map<string, string>();
  let addresses = 0;

  async function ask(path: string, form?: Record<string, string>): Promise<Response> {
    const headers = {
      cookie: [...cookies.values()].join('; '),
      'x-forwarded-for': `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`,
      ...(form && { origin: base }),
    };
    const sent = { method: form ? 'POST' : 'GET', redirect: 'manual', headers } as const;
    const answer = await fetch(base + path, form ? { ...sent, body: new URLSearchParams(form) } : sent);
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.split('=')[0] ?? '', pair);
    }
    await answer.arrayBuffer();
    return answer;
  }

  async function comeBack(expected: string): Promise<void> {
    addresses += 1;
    cookies = new Map();
    const out = await ask('/login/with/example?next=/account');
    const back = provider.visit(out.headers.get('location') ?? '');
    const answer = await ask(back.pathname + back.search);
    const { pathname } = new URL(answer.headers.get('location') ?? '', base);
    if (pathname !== expected) throw new Error(`Led to ${pathname} with ${answer.status}.`);
  }

  return {
    signIn: () => comeBack('/login/complete'),
    async signUp() {
      await comeBack('/login/with/example/new');
      const answer = await ask('/login/with/example/new', { username: 'ada', next: '/account' });
      if (answer.status !== 303) throw new Error(`The sign-up answered ${answer.status}.`);
    },
    async check() {
      const answer = await ask('/api/session');
      if (answer.status !== 200) throw new Error(`The check answered ${answer.status}.`);
    },
  };
}
