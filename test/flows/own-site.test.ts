import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectConfig } from '../../src/config/index.ts';
import { eachApp, freshName, goodPassword } from '../support/app.ts';
import { leadsTo } from '../support/leads-to.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-brand-'));
afterAll(() => rmSync(folder, { recursive: true }));

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>';
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const put = (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const logo = put('cup.svg', svg);
const html = { headers: { accept: 'text/html' } };

const teaHouse = {
  mode: 'production' as const,
  siteName: 'Tea House',
  publicUrl: 'https://login.tea.example',
  appUrl: 'https://shop.tea.example/cups?from=login',
  allowedOrigins: ['https://blog.tea.example'],
  pages: { home: true, data: false },
  links: {
    terms: 'https://tea.example/terms',
    privacy: 'https://tea.example/privacy',
    support: 'mailto:help@tea.example',
  },
  brand: { logo, colour: '#7a1f3d', colourDark: '' },
};

let addresses = 0;

/** A few registrations from one address ask for a proof of work. */
function ownAddress() {
  addresses += 1;
  return { address: `203.0.113.${addresses}` };
}

/** Where a page of ours leads by itself. */
const ledTo = ({ headers, text }: { headers: Record<string, unknown>; text: string }) => ({
  by: headers.refresh,
  link: /<a class="button" href="([^"]*)"/.exec(text)?.[1],
});

eachApp('the site of somebody in production', (open) => {
  test('leads to its app from the first page, after a sign-in and after a sign-up, by a page of ours', async () => {
    const app = await open(teaHouse);
    const to = { by: `0; url=${teaHouse.appUrl}`, link: teaHouse.appUrl.replaceAll('&', '&amp;') };
    const username = freshName();
    const person = app.browser(ownAddress());
    const first = await person.get('/', html);
    expect([first.status, ledTo(first)]).toEqual([200, to]);
    const signedUp = await person.submit('/register', { username, password: goodPassword });
    const up = await person.get(signedUp.headers.location ?? '');
    expect([up.status, ledTo(up)]).toEqual([200, to]);
    for (const path of ['/login', '/register']) {
      const known = await person.get(path, html);
      expect([known.status, known.headers.location], 'who is signed in already').toEqual([
        303,
        teaHouse.appUrl,
      ]);
    }
    for (const [next, target] of [
      ['', teaHouse.appUrl],
      ['https://evil.example/', teaHouse.appUrl],
      ['https://shop.tea.example/basket', 'https://shop.tea.example/basket'],
      ['https://blog.tea.example/', 'https://blog.tea.example/'],
    ] as const) {
      const browser = app.browser();
      const signedIn = await browser.submit('/login', { username, password: goodPassword, next });
      expect(signedIn.cookies.length, next).toBeGreaterThan(0);
      const leaves = await browser.get(signedIn.headers.location ?? '');
      expect([leaves.status, ledTo(leaves).by], next).toEqual([200, `0; url=${target}`]);
      expect(leaves.headers['content-security-policy']).toContain("form-action 'self';");
    }
    const here = await app.browser().submit('/login', { username, password: goodPassword, next: '/account' });
    expect([here.status, leadsTo(here)]).toEqual([303, '/account']);
  });

  test('without an app shows its name and ways to sign in, or leads there at once', async () => {
    const app = await open({ ...teaHouse, appUrl: '' });
    const page = await app.browser().get('/', html);
    expect(page.text).toContain('Welcome to Tea House');
    expect(page.text).toContain(
      '<meta name="description" content="Sign in to Tea House, or create an account."/>',
    );
    const bare = await open({ ...teaHouse, appUrl: '', pages: { home: false, data: false } });
    const person = bare.browser(ownAddress());
    expect((await person.get('/', html)).headers.location).toBe('/login');
    await person.register(freshName(), goodPassword);
    expect(leadsTo(await person.get('/', html))).toBe('/account');
  });

  test('says nothing of developers, and links to the pages of its own', async () => {
    const app = await open({ ...teaHouse, appUrl: '' });
    const person = app.browser(ownAddress());
    await person.register(freshName(), goodPassword);
    for (const [browser, path] of [
      [app.browser(), '/'],
      [app.browser(), '/login'],
      [app.browser(), '/register'],
      [app.browser(), '/recover'],
      [person, '/'],
      [person, '/account'],
      [person, '/logout'],
      [app.browser(), '/nothing-here'],
    ] as const) {
      const { text } = await browser.get(path, html);
      const read = text.replaceAll(/<head>[\s\S]*?<\/head>|<[^>]*>/g, ' ');
      expect(read, path).not.toMatch(/\b(API|JSON|curl|argon2id|developers?|Latchkey|Error codes)\b/i);
      for (const href of Object.values(teaHouse.links)) expect(text, path).toContain(`<a href="${href}">`);
    }
  });

  test('shows the data of an account only where it is asked to', async () => {
    for (const data of [false, true]) {
      const app = await open({ ...teaHouse, pages: { home: true, data } });
      const person = app.browser(ownAddress());
      await person.register(freshName(), goodPassword);
      expect((await person.get('/account', html)).text.includes('Your JSON document')).toBe(data);
      const { status } = await person.submit('/account/data', { data: '{"a":1}', etag: '' });
      expect(status).toBe(data ? 303 : 404);
      expect((await person.get('/api/me/data')).status, 'over the API').toBe(200);
    }
  });

  test('V3.2.1 V3.4.3 shows its logo and colours, which can do nothing but be shown', async () => {
    const app = await open(teaHouse);
    const page = (await app.browser().get('/login', html)).text;
    const [, image = ''] = /<img class="logo" src="([^"]+)" alt /.exec(page) ?? [];
    const [, styles = ''] = /<link rel="stylesheet" href="(\/brand\/[^"]+)"/.exec(page) ?? [];
    expect(page).toContain(`<link rel="icon" href="${image}"`);
    const shown = await app.browser().get(image);
    expect([shown.status, shown.headers['content-type'], shown.text]).toEqual([200, 'image/svg+xml', svg]);
    const css = await app.browser().get(styles);
    expect([css.status, css.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(css.text).toContain('--action:#7a1f3d');
    for (const { headers } of [shown, css]) {
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
    const plain = await open({ ...teaHouse, brand: { logo: '', colour: '', colourDark: '' } });
    const without = (await plain.browser().get('/login', html)).text;
    expect(without).toContain('<span class="mark mark-letter" aria-hidden="true">T</span>');
    expect(without).not.toMatch(/\/brand\//);
  });
});

describe('the settings of a site', () => {
  const base = {
    LATCHKEY_PUBLIC_URL: 'https://login.tea.example',
    LATCHKEY_TRUSTED_PROXIES: '10.0.0.5',
  };
  const problemsOf = async (env: Record<string, string>, mode: 'production' | 'development' = 'production') =>
    (await inspectConfig({ mode, env: { ...base, ...env }, cwd: folder })).problems;

  test.each([
    [{ LATCHKEY_APP_URL: 'https://shop.tea.example/a?b=c' }, []],
    [{ LATCHKEY_APP_URL: 'http://localhost:3000/' }, []],
    [{ LATCHKEY_APP_URL: 'http://shop.tea.example/' }, [/appUrl .*must start with https/]],
    [{ LATCHKEY_APP_URL: 'javascript:alert(1)' }, [/appUrl .*must be a URL that starts with https/]],
    [{ LATCHKEY_APP_URL: 'https://me:secret@shop.tea.example/' }, [/appUrl .*must be a URL/]],
    [{ LATCHKEY_APP_URL: 'https://shop.tea.example/\nrefresh: x' }, [/appUrl .*must be a URL/]],
    [{ LATCHKEY_LINKS_TERMS: 'mailto:a@b.example' }, [/links\.terms/]],
    [{ LATCHKEY_LINKS_SUPPORT: 'mailto:a@b.example' }, []],
    [
      { LATCHKEY_LINKS_SUPPORT: 'data:text/html,x' },
      [/links\.support .*https:\/\/.* or an email address such as mailto:help@example\.com/],
    ],
    [{ LATCHKEY_BRAND_COLOUR: '#7a1f3d' }, []],
    [{ LATCHKEY_BRAND_COLOUR: '#FFD54A' }, [/brand\.colour .* has a contrast of 1\.\d:1 .+ darker color\./]],
    [{ LATCHKEY_BRAND_COLOUR: 'red;}' }, [/brand\.colour .*must be a hex color/]],
    [
      { LATCHKEY_BRAND_COLOUR_DARK: '#7a1f3d' },
      [/brand\.colourDark .* has a contrast of 1\.\d:1 .+ lighter/],
    ],
    [{ LATCHKEY_BRAND_COLOUR_DARK: '#ffd54a' }, []],
    [{ LATCHKEY_BRAND_LOGO: 'cup.svg' }, []],
    [{ LATCHKEY_BRAND_LOGO: put('cup.png', png) }, []],
    [{ LATCHKEY_BRAND_LOGO: 'none.svg' }, [/brand\.logo .*ENOENT/]],
    [{ LATCHKEY_BRAND_LOGO: put('page.html', '<!doctype html><svg>') }, [/brand\.logo .*SVG or PNG/]],
    [{ LATCHKEY_BRAND_LOGO: put('words.svg', 'a cup') }, [/brand\.logo .*SVG or PNG/]],
    [{ LATCHKEY_BRAND_LOGO: put('big.svg', svg + ' '.repeat(262_144)) }, [/brand\.logo .*256 KiB/]],
  ])('%j', async (env: Record<string, string>, told: readonly RegExp[]) => {
    const problems = await problemsOf(env);
    expect(problems).toHaveLength(told.length);
    for (const [at, sentence] of told.entries()) expect(problems[at]).toMatch(sentence);
  });

  test('show the document of an account in development alone, unless they say so', async () => {
    const data = async (mode: 'production' | 'development', env = {}) =>
      (await inspectConfig({ mode, env: { ...base, ...env }, cwd: folder })).config.pages.data;
    expect([await data('development'), await data('production')]).toEqual([true, false]);
    expect(await data('production', { LATCHKEY_PAGES_DATA: 'true' })).toBe(true);
  });
});
