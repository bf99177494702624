import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../support/app.ts';

const html = { headers: { accept: 'text/html' } };

eachApp('what a browser is given', (open) => {
  test('V3.3.5 no cookie is longer than browsers keep', async () => {
    const { browser } = await open({ publicUrl: 'https://login.example.com' });
    const { cookies } = await browser().register(freshName('n'.repeat(20)), goodPassword, { remember: true });
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(Buffer.byteLength(cookie.split(';')[0] ?? '')).toBeLessThan(4096);
  });

  test('V3.5.6 no address of the API makes a script of its answer', async () => {
    const { browser } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    for (const url of [
      '/api/session',
      '/api/me',
      '/api/me/data',
      '/api/me/sessions',
      '/healthz',
      '/openapi.json',
    ]) {
      const plain = await person.get(url);
      for (const name of ['callback', 'jsonp', 'cb']) {
        const asked = await person.get(`${url}?${name}=steal`);
        expect([asked.status, asked.text], url).toEqual([200, plain.text]);
        expect(asked.headers['content-type'], url).toContain('json');
      }
    }
  });

  test('V3.5.7 its scripts are the same for everybody, and hold nothing of anybody', async () => {
    const { browser } = await open();
    const [person, stranger] = [browser(), browser()];
    const name = freshName('somebody');
    await person.register(name, goodPassword);
    const account = await person.get('/account', html);
    expect(account.text).toContain(name);
    const scripts = [...account.text.matchAll(/src="(\/assets\/[\w.-]+\.js)"/g)].map(([, url = '']) => url);
    expect(scripts.length).toBeGreaterThan(1);
    for (const url of scripts) {
      const given = await person.get(url);
      expect([given.status, given.text], url).toEqual([200, (await stranger.get(url)).text]);
      expect(given.text, url).not.toContain(name);
    }
  });
});

eachApp('SQL that somebody sends', (open) => {
  test('V1.2.4 is a wrong name, a wrong password or plain data', async () => {
    const { browser, services } = await open({ limits: { challengeAfter: 90, waitAfter: 95 } });
    const person = browser();
    const name = freshName();
    await person.register(name, goodPassword);
    const texts = [
      "' or 1=1 --",
      `${name}' --`,
      "'; drop table accounts; --",
      '%',
      '_',
      '$1',
      '?',
      "\\' or ''='",
    ];
    for (const text of texts) {
      expect((await browser().login(text, goodPassword)).status, text).toBe(401);
      expect((await browser().login(name, text)).status, text).toBe(401);
      expect((await person.send('PUT', '/api/me/data', { text })).status, text).toBe(200);
      expect((await person.get('/api/me/data')).text).toBe(JSON.stringify({ text }));
    }
    expect((await services.accounts.findByKey(name))?.username).toBe(name);
  });
});

eachApp('a server that was just set up', (open) => {
  test('V6.3.2 has no account, and lets nobody in by a name and password that many have', async () => {
    const { browser, services } = await open();
    const accounts = () => services.db.selectFrom('accounts').select('id').execute();
    expect(await accounts()).toEqual([]);
    for (const name of ['admin', 'root', 'sa', 'latchkey', 'test']) {
      for (const password of [name, 'password', 'changeme', ''])
        expect((await browser().login(name, password)).status, `${name} ${password}`).not.toBe(200);
    }
    const name = freshName();
    await browser().register(name, goodPassword);
    expect((await browser().login(name, goodPassword)).status, 'the first who registers').toBe(200);
    expect(await accounts()).toHaveLength(1);
  });
});
