import type { Readable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import { minutes, seconds } from '../../../kit/duration.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { revokeRole } from '../../../operate/roles/index.ts';
import { createAttemptWatch } from './watch.ts';

interface Attempt {
  readonly id: string;
  readonly code: string;
  readonly outcome: string;
  readonly account: { readonly username: string } | null;
  readonly explanation: readonly string[];
  readonly requests: readonly { readonly steps: readonly { readonly code: string }[] }[];
}

interface Page {
  readonly items: readonly Attempt[];
  readonly next: string | null;
}

/** An attempt of nobody's, by its ID. */
async function attempt(
  { services: { trails } }: Pick<TestApp, 'services'>,
  ...outcomes: readonly ('done' | 'more' | 'refused' | 'failed')[]
): Promise<string> {
  const [first = 'refused', ...others] = outcomes;
  const received = { kind: 'login', format: 'json', address: '203.0.113.1' } as const;
  const begun = trails.begin(received);
  begun.end(first);
  for (const outcome of others) trails.resume(begun.id, received).end(outcome);
  await trails.flush();
  return begun.id;
}

async function person(app: TestApp) {
  const username = freshName();
  await app.browser().register(username, goodPassword);
  await app.browser().login(username, 'not the password');
  return username;
}

const list = async ({ self }: Awaited<ReturnType<typeof administratorWith>>, query = '') => {
  const { status, body, text } = await self.get(`/api/admin/attempts${query}`);
  if (status !== 200) throw new Error(text);
  return body as unknown as Page;
};

eachApp('the attempts in the console', (open) => {
  test('are found by name, code and outcome, and tell what was the matter step by step', async () => {
    const app = await open();
    const support = await administratorWith(app, 'support');
    const username = await person(app);
    const { items } = await list(support, `?name=${username}`);
    expect(items.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
    const [refused] = items;
    expect(refused?.account?.username).toBe(username);
    expect(refused?.explanation[0]).toBe(`${username} couldn't sign in: the password is incorrect.`);
    expect(refused?.requests[0]?.steps.map(({ code }) => code)).toContain('password-verified');
    const done = await list(support, `?name=${username}&outcome=done`);
    expect(done.items.map(({ id }) => id)).toEqual([items[1]?.id]);
    expect((await list(support, `?code=${refused?.code}`)).items).toEqual([refused]);
    expect((await list(support, '?code=nothing')).items).toEqual([]);
    expect((await list(support, `?name=${freshName('nobody')}`)).items).toEqual([]);

    const page = (await support.self.get(`/admin/attempts?name=${username}&outcome=refused`)).text;
    expect(page).toContain(`/admin/attempts/${refused?.code}`);
    expect(page).not.toContain(`/admin/attempts/${items[1]?.code}`);
    const own = (await support.self.get(`/admin/attempts/${refused?.code}`)).text;
    expect(own).toContain('the password is incorrect');
    expect(own.split('<main')[1]).not.toContain('/dev/');
    expect((await support.self.get('/admin/attempts/7K3M-Q2XV-9D4T')).status).toBe(404);
  });

  test('stand as their last part ended, unless one is done for good', async () => {
    const app = await open();
    const support = await administratorWith(app, 'support');
    const attempts = {
      more: await attempt(app, 'refused', 'more'),
      refused: await attempt(app, 'more', 'refused'),
      done: await attempt(app, 'more', 'done', 'refused'),
      failed: await attempt(app, 'more', 'failed'),
    };
    for (const [outcome, id] of Object.entries(attempts)) {
      const { items } = await list(support, `?outcome=${outcome}&limit=200`);
      expect(new Set(items.map((one) => one.outcome)), outcome).toEqual(new Set([outcome]));
      const found = items.map((one) => one.id).filter((one) => Object.values(attempts).includes(one));
      expect(found, outcome).toEqual([id]);
    }
  });

  test('are turned over both ways, each once', async () => {
    const app = await open();
    const support = await administratorWith(app, 'support');
    for (let count = 0; count < 55; count++) await attempt(app, 'more', 'failed');
    const hrefOf = (text: string, rel: string) =>
      new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const idsOf = (text: string) => [...text.matchAll(/id="(att_\w+)"/g)].map(([, id]) => id);
    for (const filter of ['', '?outcome=failed']) {
      const first = (await support.self.get(`/admin/attempts${filter}`)).text;
      const second = (await support.self.get(hrefOf(first, 'next'))).text;
      expect(idsOf(first)).toHaveLength(50);
      expect(idsOf(second).length).toBeGreaterThanOrEqual(5);
      expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(
        idsOf(first).length + idsOf(second).length,
      );
      expect(idsOf((await support.self.get(hrefOf(second, 'prev'))).text)).toEqual(idsOf(first));
      expect([first.includes('trails.'), second.includes('data-trails-live')]).toEqual([true, false]);
    }
  });

  test('take anything for a filter, and show it as text', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'support');
    const sent = encodeURIComponent(`"><script>alert(1)</script>\0${'W'.repeat(400)}`);
    for (const name of ['name', 'code', 'outcome', 'before', 'after']) {
      const { status, text } = await self.get(`/admin/attempts?${name}=${sent}`);
      expect(status, name).toBe(200);
      expect(text, name).not.toContain('<script>alert');
    }
  });
});

eachApp('the stream of attempts', (open) => {
  const left: Readable[] = [];
  afterEach(() => {
    vi.useRealTimers();
    for (const stream of left.splice(0)) stream.destroy();
  });

  /** Watches, and keeps what was heard. */
  async function watch(
    { services }: TestApp,
    lastSeen?: string,
    mayStay: () => Promise<boolean> = async () => true,
  ) {
    const stream = await createAttemptWatch(services).open({ lastSeen, mayStay });
    left.push(stream);
    let heard = '';
    stream.on('data', (chunk: Buffer) => {
      heard += String(chunk);
    });
    return { stream, events: () => [...heard.matchAll(/^id: (\S+)\ndata: (\S+)$/gm)] };
  }

  test('tells of attempts of every process, and of those that a browser has missed', async () => {
    const [app, other] = [await open(), await open()];
    const before = await attempt(app);
    const { events, stream } = await watch(app);
    const [here, elsewhere] = [await attempt(app, 'more', 'done'), await attempt(other)];
    await vi.waitFor(() => expect(events().map(([, , id]) => id)).toEqual([here, here, elsewhere]), 4000);
    const [first] = events();
    stream.destroy();
    const missed = await attempt(other);
    const again = await watch(app, first?.[1]);
    await vi.waitFor(
      () => expect(again.events().map(([, , id]) => id)).toEqual([here, elsewhere, missed]),
      4000,
    );
    expect(again.events().map(([, , id]) => id)).not.toContain(before);
  });

  test('ends with the right to see it, and when the server stops', async () => {
    const app = await open();
    vi.useFakeTimers({ toFake: ['setInterval'] });
    let may = true;
    const { stream } = await watch(app, undefined, async () => may);
    await vi.advanceTimersByTimeAsync(seconds(15));
    expect(stream.readableEnded).toBe(false);
    may = false;
    await vi.advanceTimersByTimeAsync(seconds(15));
    await vi.waitFor(() => expect(stream.readableEnded).toBe(true));
    const last = await watch(app);
    app.services.trails.dismissListeners();
    await vi.waitFor(() => expect(last.stream.readableEnded).toBe(true));
  });
});

eachApp('whoever watches the attempts', (open) => {
  const headers = { accept: 'text/event-stream', 'sec-fetch-dest': 'empty' };

  /** A stream that a server gives to somebody, and its end. */
  async function listen(app: TestApp, cookie: string) {
    const url = await app.app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${url}/admin/attempts/stream`, {
      headers: { ...headers, cookie },
      redirect: 'manual',
    });
    return { answer, body: answer.text() };
  }

  test.each(['the session', 'the role', 'the use of the console'])('is let go with %s', async (what) => {
    const app = await open({ port: 0 });
    const admin = await administratorWith(app, 'support');
    vi.useFakeTimers({ toFake: ['setInterval'] });
    try {
      const cookie = [...admin.self.jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const { answer, body } = await listen(app, cookie);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      await vi.advanceTimersByTimeAsync(seconds(15));
      if (what === 'the session') await admin.self.post('/api/logout');
      if (what === 'the role')
        await revokeRole(app.services, actingAsCommand(), { accountId: admin.accountId, role: 'support' });
      // A script that renews a page keeps no console open.
      if (what === 'the use of the console') {
        app.clock.advance(minutes(10));
        expect((await admin.self.get('/admin/attempts', { headers })).status).toBe(200);
        app.clock.advance(minutes(6));
      }
      await vi.advanceTimersByTimeAsync(seconds(15));
      expect(await body).toMatch(/^(:\n\n)+$/);
    } finally {
      vi.useRealTimers();
    }
  });

  test('by an address alone is led to the page', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'support');
    const { status, headers: sent } = await self.get('/admin/attempts/stream');
    expect([status, sent.location]).toEqual([303, '/admin/attempts']);
  });
});
