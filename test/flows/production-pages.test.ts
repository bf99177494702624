import { expect, test } from 'vitest';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword } from '../support/app.ts';

const production = { mode: 'production', publicUrl: 'https://login.example.com' } as const;

eachApp('in production, whoever asks for a page', (open) => {
  test.each([
    '*/*',
    undefined,
    'application/xhtml+xml',
    'text/*',
    'application/json',
    'image/png, */*;q=0.1',
    '',
  ])('gets the same one with Accept: %s, by GET and HEAD, signed in or not', async (accept) => {
    const app = await open(production);
    const person = app.browser();
    await person.register(freshName(), goodPassword);
    const pages = allRoutes(app.services, '0.0.0-test').filter(
      ({ method, kind }) => method === 'GET' && kind === 'page',
    );
    expect(pages.length).toBeGreaterThan(15);
    for (const { path } of pages) {
      const url = path.replaceAll(/:\w+/g, 'nothing');
      for (const browser of [app.browser(), person]) {
        const shown = await browser.get(url, { headers: { accept: 'text/html' } });
        for (const method of ['GET', 'HEAD'] as const) {
          const answer = await browser.send(method, url, undefined, {
            headers: accept === undefined ? {} : { accept },
          });
          expect([answer.status, answer.headers['content-type']], `${method} ${url}`).toEqual([
            shown.status,
            shown.headers['content-type'],
          ]);
        }
      }
    }
    for (const url of ['/', '/login', '/register', '/recover'])
      expect((await app.browser().get(url)).status, url).toBe(200);
  });
});
