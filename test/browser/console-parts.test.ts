import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers } from '../support/barriers.ts';
import { launchChromium } from '../support/chromium.ts';
import { galleryPages, serveGallery } from '../support/console-gallery/serve.ts';

const paths = Object.keys(galleryPages((name) => name));

let browser: Browser;
let gallery: Awaited<ReturnType<typeof serveGallery>>;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchChromium(), serveGallery()]);
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

/** Opens a page of the gallery for some work, and answers what the browser complained of. */
async function inPage(
  path: string,
  work: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(gallery.url + path);
    await page.waitForLoadState('networkidle');
    await work(page);
    return complaints;
  } finally {
    await context.close();
  }
}

/** Of a picture only its sentence is read, so its hundreds of bars are left out. */
const exclude = ['.chart-picture g'];

const overflow = `document.documentElement.scrollWidth === innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.nodeName + '.' + one.className + ': ' + one.textContent.slice(0, 80))`;

const bringColorsHome = `new Promise(requestAnimationFrame).then(() => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
})`;

describe.each(paths)('the parts of the console at %s', (path) => {
  test('are open to everybody in both themes, on a phone and on a desk, and break nothing', async () => {
    const complaints = await inPage(path, async (page) => {
      if (path === '/admin')
        await page.locator('#sign-ins-title').locator('../..').locator('summary').click();
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        if (width === 360) await page.locator('.console-menu > summary').click();
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(bringColorsHome);
          expect(await findBarriers(page, { exclude }), `${colorScheme}, ${width} pixels`).toEqual([]);
          expect(await page.evaluate(overflow), `${width} pixels`).toEqual([]);
        }
      }
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(overflow), '320 pixels').toEqual([]);
    });
    expect(complaints).toEqual([]);
  });
});

describe('without scripts', () => {
  const phone = { javaScriptEnabled: false, viewport: { width: 360, height: 800 } };

  test('a phone has the navigation in a menu, and the search field is sent by Enter', async () => {
    await inPage(
      '/admin/person',
      async (page) => {
        const people = page.locator('.console-menu').getByRole('link', { name: 'People' });
        expect(await people.isVisible()).toBe(false);
        await page.getByText('Menu', { exact: true }).click();
        expect(await people.isVisible()).toBe(true);
        await page.getByText('Menu', { exact: true }).click();
        await page.getByRole('searchbox').fill('ada & co');
        await page.getByRole('searchbox').press('Enter');
        await page.waitForURL('**/admin/accounts?search=ada+%26+co');
      },
      phone,
    );
  });

  test('nothing offers what only scripts do', async () => {
    await inPage(
      '/admin/person',
      async (page) => {
        expect(await page.getByRole('button', { name: 'Copy', exact: false }).count()).toBe(0);
        expect(await page.getByText('Keyboard shortcuts').filter({ visible: true }).count()).toBe(0);
      },
      { javaScriptEnabled: false },
    );
  });
});

describe('the keys of the console', () => {
  test('lead to the search, to the list of keys and to pages', async () => {
    const complaints = await inPage('/admin', async (page) => {
      const search = page.getByRole('searchbox');
      await page.keyboard.press('/');
      expect(await search.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
      await page.keyboard.type('g/?p');
      expect(await search.inputValue(), 'what is typed is text').toBe('g/?p');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await search.blur();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await dialog.waitFor();
      expect(await findBarriers(page, { exclude })).toEqual([]);
      await page.keyboard.type('gp');
      expect(new URL(page.url()).pathname, 'below the list nothing moves').toBe('/admin');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await page.keyboard.press('p');
      await page.keyboard.press('Control+g');
      await page.keyboard.press('p');
      expect(new URL(page.url()).pathname, 'a letter alone is none of them').toBe('/admin');
      await page.keyboard.type('gp');
      await page.waitForURL('**/admin/accounts');
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    });
    expect(complaints).toEqual([]);
  });

  test('a row of a table is one link, and what else is in it keeps its own', async () => {
    const hit = async (selector: string) => {
      let path = '';
      await inPage('/admin/accounts', async (page) => {
        const box = await page.locator(selector).first().boundingBox();
        if (!box) throw new Error(`${selector} isn't shown.`);
        await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
        await page.waitForURL((url) => url.pathname !== '/admin/accounts');
        path = new URL(page.url()).pathname;
      });
      return path;
    };
    expect(await hit('tbody td[data-label="Last sign-in"]')).toBe('/admin/accounts/0');
    expect(await hit('tbody td[data-label="Role"] a')).toBe('/admin/roles/1');
  });

  test('a code is copied by one click', async () => {
    await inPage(
      '/admin/person',
      async (page) => {
        await page.getByRole('button', { name: /^Copy ?: the account ID$/ }).click();
        await page.getByText('Copied').waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
          '018f4b2e-9c1a-7d3f-8e21-5b6c7d8e9f01',
        );
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });
});
