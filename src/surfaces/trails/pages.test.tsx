import Fastify from 'fastify';
import { h } from 'preact';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type Settings, type TestApp } from '../../../test/support/app.ts';
import { type Browser, browserOf } from '../../../test/support/browser-of.ts';
import { renderPage } from '../../../test/support/in-english.ts';
import { codeTo, freshAddress } from '../../../test/support/mails.ts';
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

async function register({ browser }: TestApp): Promise<{ id: string; username: string }> {
  const username = freshName();
  const { body } = await browser().register(username, goodPassword);
  return { id: body.account?.id ?? '', username };
}

eachApp("the trails' pages", (open) => {
  test('show every attempt, the newest first and open, with the name of its account', async () => {
    const app = await open();
    const ada = await register(app);
    const ids = [fail(app, ada.id), fail(app)];
    const { status, text } = await app.browser().get('/dev/trails');
    expect(status).toBe(200);
    expect([...text.matchAll(/id="(att_\w+)"/g)].map(([, id]) => id).slice(0, 2)).toEqual(ids.toReversed());
    expect(text).toContain(`<details class="card trail" id="${ids[1]}" open`);
    expect(text).toContain(`${ada.username} couldn't sign in: the password is incorrect.`);
    expect(text).toContain("Someone couldn't sign in: no account has this username.");
    expect(text).toContain(trailCode(ids[0] ?? ''));
    expect(text).toContain(`Found ${ada.username}'s account by its username.`);
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
    const summary = shown.slice(0, shown.indexOf('</summary>'));
    expect(summary).toContain('Done');
    expect(summary).not.toContain('Refused');
  });

  test('lead from each step to its explanation', async () => {
    const app = await open();
    fail(app);
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
      (await app.browser().get('/dev/trails')).text.split('<details class="card trail"')[1];
    const username = freshName();
    const email = freshAddress();
    await app.browser().register(username, goodPassword, { email });
    expect(await newest(), 'the link for the address').toContain(there);
    await app.browser().post('/api/email/verify', { token: await codeTo(app, email) });
    await app.browser().post('/api/login', { username });
    expect(await newest(), 'the code').toContain(there);
    for (const times of [1, 2, 3, 4, 5, 6, 7]) {
      await app.browser().post('/api/recover', { username });
      expect(await newest(), `the link to a new password, asked ${times} times`).toContain(there);
    }
    expect((await app.browser().get('/dev/trails')).text).not.toMatch(/spam/i);
  });

  test('are not there in production', async () => {
    const app = await open(production);
    const headers = { host: 'login.example.com', accept: 'text/event-stream' };
    for (const path of ['/dev/trails', '/dev/trails/stream', '/dev/guide/steps']) {
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
