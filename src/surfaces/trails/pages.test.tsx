import Fastify from 'fastify';
import { h } from 'preact';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type Settings, type TestApp } from '../../../test/support/app.ts';
import { type Browser, browserOf } from '../../../test/support/browser-of.ts';
import { renderPage } from '../../../test/support/in-english.ts';
import { codeTo, freshAddress } from '../../../test/support/mails.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { days } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { rememberTrail } from '../../login/trails/index.ts';
import { strangersKey } from '../../people/limits/index.ts';
import { type Step, trailCode } from '../../people/trails/index.ts';
import { english } from '../../words.ts';
import { findLastTrail } from './shown-trail.ts';
import { WhatJustHappened } from './what-just-happened.tsx';

const production: Settings = { mode: 'production', publicUrl: 'https://login.example.com' };

const lookedUp = (found: boolean): Step => ({ code: 'account-looked-up', by: 'username', found });
const wrong: Step = { code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: false };

/** An attempt that came to nothing; of an account, or on a name that nobody has. */
function fail({ services }: TestApp, accountId?: string): string {
  const trail = services.trails.begin({ kind: 'login', format: 'json', address: '203.0.113.7' });
  trail.note(lookedUp(accountId !== undefined));
  if (accountId !== undefined) {
    trail.account(accountId);
    trail.note(wrong);
  }
  trail.note({ code: 'refused', problem: 'invalid-credentials' });
  trail.end('refused');
  return trail.id;
}

/** The attempts in the list, as they stand there. */
const idsIn = (text: string) =>
  [...text.matchAll(/<article class="card trail" id="(att_\w+)"/g)].map(([, id = '']) => id);

async function register({ browser }: TestApp): Promise<{ id: string; username: string }> {
  const username = freshName();
  const { body } = await browser().register(username, goodPassword);
  return { id: body.account?.id ?? '', username };
}

eachApp("the trails' pages", (open) => {
  test('show every attempt, the newest first and with its steps, and lead to the page of each', async () => {
    const app = await open();
    const ada = await register(app);
    const ids = [fail(app, ada.id), fail(app)];
    const { status, text } = await app.browser().get('/dev/trails');
    expect(status).toBe(200);
    expect(idsIn(text).slice(0, 2)).toEqual(ids.toReversed());
    expect(text).toContain(`${ada.username} couldn't sign in: the password is incorrect.`);
    expect(text).toContain("Someone couldn't sign in: no account has this username.");
    expect(text.match(/class="step-said"/g)).toHaveLength(3);
    for (const id of ids) {
      const path = `/dev/trails/${trailCode(id)}`;
      expect(text).toContain(`<a href="${path}">`);
      const one = await app.browser().get(path);
      expect([one.status, one.text.includes('latchkey trail'), one.text.includes(trailCode(id))]).toEqual([
        200,
        true,
        true,
      ]);
    }
    expect((await app.browser().get(`/dev/trails/${ids[0]}`)).text).toContain(
      `Found ${ada.username}'s account by its username.`,
    );
  });

  test('have a page for an attempt that is not there, and for what is no code', async () => {
    const browser = (await open()).browser();
    for (const [code, said] of [
      ['7K3M-Q2XV-9D4T', 'There is no such attempt: 7K3M-Q2XV-9D4T.'],
      ['att_7k3mq2xv9d4t', 'There is no such attempt: 7K3M-Q2XV-9D4T.'],
      ['<b>', "This isn't a support code."],
      ['%00', "This isn't a support code."],
    ]) {
      const { status, text } = await browser.get(`/dev/trails/${code}`);
      expect([status, text.includes(said ?? ''), text.includes('name="code"')], code).toEqual([
        404,
        true,
        true,
      ]);
    }
  });

  test('say how long attempts are kept where none is found, as the server is set', async () => {
    const app = await open({ trails: { keep: days(7) } });
    const kept = 'Attempts are kept for 7 days (trails.keep).';
    const { username } = await storedAccount(app.services.db);
    for (const path of ['/7K3M-Q2XV-9D4T', '?code=7K3M-Q2XV-9D4T', `?username=${username}`]) {
      expect((await app.browser().get(`/dev/trails${path}`)).text, path).toContain(kept);
    }
  });

  test('are filtered by username, address and support code, which stand in the address', async () => {
    const app = await open();
    const [ada, ben] = [await register(app), await register(app)];
    const email = freshAddress();
    const row = { id: `email-of-${ada.id}`, account_id: ada.id, address: email, address_key: email };
    await app.services.db
      .insertInto('emails')
      .values({ ...row, verified_at: 1, created_at: 1 })
      .execute();
    const of = { ada: [fail(app, ada.id), fail(app, ada.id)], ben: [fail(app, ben.id)], nobody: fail(app) };
    const list = async (query: Record<string, string>) => {
      const { status, text } = await app.browser().get(`/dev/trails?${new URLSearchParams(query)}`);
      expect(status).toBe(200);
      return { ids: idsIn(text), text };
    };
    const ofAda = await list({ username: ada.username });
    expect(ofAda.ids.slice(0, 2)).toEqual(of.ada.toReversed());
    expect(ofAda.ids).not.toContain(of.ben[0]);
    expect(ofAda.text).toContain(`name="username" value="${ada.username}"`);
    expect((await list({ username: ` ${ada.username.toUpperCase()} ` })).ids).toEqual(ofAda.ids);
    expect((await list({ username: email })).ids).toEqual(ofAda.ids);
    const [first = ''] = of.ada;
    for (const code of [first, trailCode(first), trailCode(first).toLowerCase()]) {
      expect((await list({ code })).ids, code).toEqual([first]);
      expect((await list({ code, username: ada.username })).ids, code).toEqual([first]);
      const other = await list({ code, username: ben.username });
      expect([other.ids, other.text.includes('There is no such attempt')], code).toEqual([[], true]);
    }
    expect((await list({ code: trailCode(of.nobody) })).ids).toEqual([of.nobody]);
    const nobody = await list({ username: '<nobody>' });
    expect(nobody.ids).toEqual([]);
    expect(nobody.text).toMatch(/No account has the username or verified email address <bdi>&lt;nobody>/);
    expect((await list({ code: 'abc' })).text).toContain("isn't a support code");
  });

  test('show so many, and older ones by a link that misses none and repeats none', async () => {
    const app = await open();
    const ada = await register(app);
    const made = Array.from({ length: 60 }, () => fail(app, ada.id));
    const again = made[3] ?? '';
    const seen: string[][] = [];
    let path: string | undefined = `/dev/trails?username=${ada.username}`;
    while (path !== undefined) {
      const { text } = await app.browser().get(path);
      seen.push(idsIn(text));
      path = /href="([^"]+)">Show older attempts/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      // Meanwhile one of the older goes on, and something new comes.
      const more = app.services.trails.resume(again, {
        kind: 'login',
        format: 'json',
        address: '203.0.113.7',
      });
      more.account(ada.id);
      more.end('refused');
      fail(app, ada.id);
    }
    expect(seen[0]).toEqual(made.toReversed().slice(0, 50));
    expect(seen[1]?.slice(0, 9)).toEqual(
      made
        .slice(0, 10)
        .toReversed()
        .filter((id) => id !== again),
    );
    expect(new Set(seen.flat()).size).toBe(seen.flat().length);
    expect(seen.map(({ length }) => length)).toEqual([50, 10]);
  });

  test('show of an attempt that never ends its last requests alone', async () => {
    const app = await open();
    const id = fail(app);
    for (let part = 0; part < 70; part += 1)
      app.services.trails.resume(id, { kind: 'login', format: 'json', address: '127.0.0.1' }).end('refused');
    const { text } = await app.browser().get(`/dev/trails/${id}`);
    expect(text).toContain("21 earlier requests aren't shown.");
    expect(text).toContain('Request 71');
    expect(text).not.toContain('Request 21<');
    expect((await app.browser().get('/dev/trails')).text).toContain("66 earlier requests aren't shown.");
  });

  test('call an attempt done that is, whatever is sent to it afterwards', async () => {
    const app = await open();
    const { trails } = app.services;
    const trail = trails.begin({ kind: 'login', format: 'json', address: '203.0.113.7' });
    trail.end('done');
    const again = trails.resume(trail.id, { kind: 'login', format: 'json', address: '203.0.113.9' });
    again.note({ code: 'attempt', state: 'foreign' });
    again.end('refused');
    const { text } = await app.browser().get('/dev/trails');
    const shown = text.slice(text.indexOf(`id="${trail.id}"`));
    const summary = shown.slice(0, shown.indexOf('</h2>'));
    expect(summary).toContain('Done');
    expect(summary).not.toContain('Refused');
  });

  test('name everything that was wrong with a sign-up', async () => {
    const app = await open();
    await app.browser().register('a', 'short', { email: 'nowhere' });
    const { text } = await app.browser().get('/dev/trails');
    expect(text).toContain(
      "Someone couldn't sign up: the username is too short, the new password is too short, 1 more thing was wrong.",
    );
  });

  test('lead from each step to its explanation', async () => {
    const app = await open();
    fail(app, (await register(app)).id);
    const { text } = await app.browser().get('/dev/trails');
    const guide = (await app.browser().get('/dev/guide/steps')).text;
    const anchors = [...text.matchAll(/\/dev\/guide\/steps#([\w-]+)/g)].map(([, anchor]) => anchor);
    expect(anchors).toContain('password-verified');
    for (const anchor of anchors) expect(guide).toContain(`id="${anchor}"`);
    for (const code of Object.keys(english.trails.explanations)) expect(guide).toContain(`id="${code}"`);
    expect(guide).not.toContain('`');
  });

  test('say of every email that is waited for where it is, since none is sent', async () => {
    const app = await open({ login: { emailCode: true }, email: { verification: 'before-login' } });
    const there = `Open ${app.config.publicUrl}/dev/mailbox to read it.`;
    const newest = async () =>
      (await app.browser().get('/dev/trails')).text.split('<article class="card trail"')[1];
    const username = freshName();
    const email = freshAddress();
    await app.browser().register(username, goodPassword, { email });
    expect(await newest(), 'the link for the address').toContain(there);
    await app.browser().post('/api/email/verify', { token: await codeTo(app, email) });
    await app.browser().post('/api/login', { username });
    expect(await newest(), 'the code').toContain(there);
    for (const times of [1, 2, 3, 4, 5, 6, 7]) {
      await app.browser().post('/api/recover', { identifier: username });
      expect(await newest(), `the link to a new password, asked ${times} times`).toContain(there);
    }
    expect((await app.browser().get('/dev/trails')).text).not.toMatch(/spam/i);
  });

  test('are not there in production', async () => {
    const app = await open(production);
    const headers = { host: 'login.example.com', accept: 'text/event-stream' };
    const id = fail(app);
    for (const path of ['/dev/trails', `/dev/trails/${id}`, '/dev/trails/stream', '/dev/guide/steps']) {
      expect((await app.browser().get(path, { headers })).status, path).toBe(404);
    }
  });

  test('no name of a person is markup', async () => {
    const app = await open();
    const { services } = app;
    const { id } = await register(app);
    const evil = '<img src=x>';
    await services.db.updateTable('accounts').set({ username: evil }).where('id', '=', id).execute();
    fail(app, id);
    const { text } = await app.browser().get('/dev/trails');
    expect(text).toContain('&lt;img src=x>');
    expect(text).not.toContain(evil);
  });
});

eachApp('the panel at the foot of a page', (open) => {
  /** A server with a flow that names its attempt to the browser, and a page with the panel. */
  async function visit(services: Services, trailId: string): Promise<Browser> {
    const app = Fastify();
    app.get('/attempt', async (_request, reply) => {
      rememberTrail(reply, services, trailId);
      return 'refused';
    });
    app.get('/page', async (request) =>
      renderPage(h(WhatJustHappened, { shown: await findLastTrail(services, request) })),
    );
    await app.ready();
    return browserOf(app);
  }
  const empty = '<!doctype html>';

  test('says at once what the last attempt of this browser came to', async () => {
    const one = await open();
    const { id, username } = await register(one);
    const browser = await visit(one.services, fail(one, id));
    expect((await browser.get('/page')).text).toBe(empty);
    expect((await browser.get('/attempt')).cookies).toEqual([
      expect.stringMatching(/^latchkey-trail=att_\w{12}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/),
    ]);
    const { text } = await browser.get('/page');
    expect(text).toContain('What just happened?');
    expect(text).toContain(`${username} couldn't sign in: the password is incorrect.`);
    expect(text).toMatch(/<a href="\/dev\/trails\/[0-9A-Z-]{14}"><code>/);
  });

  test('tells how long the next attempt must wait now', async () => {
    const one = await open();
    const { id } = await register(one);
    const now = one.clock();
    await one.services.db
      .insertInto('limits')
      .values({
        key: strangersKey(id),
        account_id: id,
        count: 6,
        blocked_until: now + 60_000,
        expires_at: now + 90_000,
      })
      .execute();
    const browser = await visit(one.services, fail(one, id));
    await browser.get('/attempt');
    expect((await browser.get('/page')).text).toContain(
      'After 6 incorrect passwords in a row, sign-in must wait 60 s more,',
    );
  });

  test.each(["att_'; drop", 'att_zzzzzzzzzzzz', ''])('is not there for "%s"', async (value) => {
    const browser = await visit((await open()).services, 'att_000000000000');
    browser.jar.set('latchkey-trail', value);
    expect((await browser.get('/page')).text).toBe(empty);
  });

  test('is not there in production, and no cookie names an attempt', async () => {
    const one = await open(production);
    const id = fail(one);
    const browser = await visit(one.services, id);
    expect((await browser.get('/attempt')).cookies).toEqual([]);
    browser.jar.set('latchkey-trail', id);
    expect((await browser.get('/page')).text).toBe(empty);
  });
});

eachApp('the stream of trails', (open) => {
  const accept = { accept: 'text/event-stream' };

  async function listen(one: TestApp) {
    const url = await one.app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${url}/dev/trails/stream`, { headers: accept });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('The stream has no body.');
    expect((await reader.read()).value).toBe(':\n\n');
    return reader;
  }

  test('names each attempt as it ends, and nothing else of it', async () => {
    const one = await open();
    const reader = await listen(one);
    const id = fail(one);
    expect((await reader.read()).value).toBe(`data: ${id}\n\n`);
    await reader.cancel();
  });

  test('ends when the server stops, and does not hold it up', async () => {
    const one = await open();
    const reader = await listen(one);
    const closed = one.app.close();
    expect((await reader.read()).done).toBe(true);
    await closed;
  });

  test('is for those who ask for one', async () => {
    expect((await (await open()).browser().get('/dev/trails/stream')).status).toBe(404);
  });
});
