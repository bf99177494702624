import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trailCode } from '../../src/people/trails/index.ts';
import { eachApp, type TestApp } from '../support/app.ts';
import { findBarriers } from '../support/barriers.ts';
import { launchChromium } from '../support/chromium.ts';
import { goodPassword } from '../support/names.ts';

let chromium: Browser;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium?.close());

/** A login that waits for its second factor. */
function begin({ services }: TestApp): string {
  const trail = services.trails.begin({ kind: 'login', format: 'form', address: '203.0.113.7' });
  trail.note({ code: 'account-looked-up', by: 'username', found: true });
  trail.note({ code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: true });
  trail.note({ code: 'second-factor-asked', factors: ['totp'] });
  trail.end('more');
  return trail.id;
}

/** Its answer, which is refused. */
function refuse({ services }: TestApp, id: string): void {
  const trail = services.trails.resume(id, { kind: 'login', format: 'form', address: '203.0.113.7' });
  trail.note({
    code: 'factor-answered',
    factor: 'totp',
    ok: false,
    reason: 'outside-window',
    lateSeconds: 90,
  });
  trail.note({ code: 'refused', problem: 'invalid-credentials' });
  trail.end('refused');
}

/** A colour that is still on its way from one theme to the other would be measured as if it stayed. */
const bringColorsHome = `new Promise(requestAnimationFrame).then(() => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
})`;

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Adds up what has moved on a page by itself, from its first moment on. */
const watchShifts = `window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: 'layout-shift', buffered: true });`;

/** What has moved, once everything is at rest. */
const shifts = (page: Page) =>
  page.evaluate<number>(
    'new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.shifted), 300)))',
  );

const wide = 'W'.repeat(32);

/** Somebody whose name is as wide as names are, with an attempt. */
async function widest(app: TestApp): Promise<string> {
  const { body } = await app.browser().register(wide, goodPassword);
  const trail = app.services.trails.begin({ kind: 'login', format: 'json', address: '203.0.113.7' });
  trail.account(body.account?.id ?? '');
  trail.note({ code: 'account-looked-up', by: 'username', found: true });
  trail.note({ code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: false });
  trail.end('refused');
  return trail.id;
}

eachApp('the pages of trails', (open, { dialect }) => {
  const serve = async () => {
    const app = await open({ publicUrl: 'http://127.0.0.1' });
    return { app, url: await app.app.listen({ host: '127.0.0.1', port: 0 }) };
  };

  test('say that something is new, and show it when they are asked to: nothing moves before', async () => {
    const { app, url } = await serve();
    const ids = Array.from({ length: 12 }, () => begin(app));
    const page = await chromium.newPage();
    await page.addInitScript(watchShifts);
    await page.goto(`${url}/dev/trails`);
    await page.getByText('Live. New attempts appear here.').waitFor();
    const listed = () => page.locator('.trail').evaluateAll((all) => all.map(({ id }) => id));
    const before = await listed();
    expect(before.slice(0, 12)).toEqual(ids.toReversed());
    const [fresh, other] = [begin(app), begin(app)];
    await page.getByText('2 updates').waitFor();
    refuse(app, ids[0] ?? '');
    await page.getByText('3 updates').waitFor();
    expect(await listed()).toEqual(before);
    expect(await shifts(page)).toBe(0);
    await page.getByRole('link', { name: 'Show', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText("the authenticator code is 90 s late, so the phone's clock may be wrong").waitFor();
    expect((await listed()).slice(0, 3)).toEqual([ids[0], other, fresh]);
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(
      `/dev/trails/${trailCode(ids[0] ?? '')}`,
    );
    const times = await page.locator('.trail time').allTextContents();
    expect(times.filter((time) => time.includes('UTC'))).toEqual([]);
    expect(await shifts(page)).toBe(0);
    // Whatever follows an input within half a second is what was asked for, and doesn't count.
    await sleep(600);
    await page.evaluate('document.querySelector("[data-trails]").prepend(new Image(200, 200))');
    expect(await shifts(page), 'what moves is noticed').toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sign-in' }).waitFor();
    expect(page.url()).toBe(`${url}/dev/trails/${trailCode(ids[0] ?? '')}`);
    await page.close();
  });

  test('announce nothing that the filter leaves out', async () => {
    const { app, url } = await serve();
    await widest(app);
    const page = await chromium.newPage();
    await page.goto(`${url}/dev/trails?username=${wide}`);
    await page.getByText('Live. New attempts appear here.').waitFor();
    const asked = page.waitForResponse(`${url}/dev/trails?username=${wide}`);
    begin(app);
    await asked;
    expect(await page.getByRole('link', { name: 'Show', exact: true }).count()).toBe(0);
    expect(await page.getByRole('status').textContent()).toBe('Live. New attempts appear here.');
    await page.close();
  });

  test('work without JavaScript, by loading them again', async () => {
    const { app, url } = await serve();
    await widest(app);
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${url}/dev/trails`);
    const id = begin(app);
    await page.reload();
    await page.getByLabel('Username or email address').fill(wide);
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(page.url()).toBe(`${url}/dev/trails?username=${wide}&code=`);
    expect(await page.locator(`#${id}`).count()).toBe(0);
    await page.getByRole('link', { name: 'Show all attempts' }).click();
    await page.getByLabel('Support code').fill(trailCode(id).toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator(`#${id}`).getByRole('heading').getByRole('link').click();
    expect(page.url()).toBe(`${url}/dev/trails/${trailCode(id)}`);
    expect(await page.locator('.step').count()).toBe(4);
    await page.locator('.step-rule a').nth(2).click();
    expect(page.url()).toBe(`${url}/dev/guide/steps#password-verified`);
    await context.close();
  });

  // How a page looks is no matter of the database.
  if (dialect === 'postgres') return;

  test.each([
    ['/dev/trails', 'the list'],
    [`/dev/trails?username=${wide}`, 'a filtered list'],
    ['/dev/trails?username=nobody-at-all', 'a list of nothing'],
    ['/dev/trails/{code}', 'one attempt'],
    ['/dev/trails/7K3M-Q2XV-9D4T', 'none'],
    ['/dev/guide/steps#attempt', 'the guide'],
  ])(
    '%s (%s) is open to everybody and holds still, in both themes, on a phone and on a desk',
    async (path) => {
      const { app, url } = await serve();
      refuse(app, begin(app));
      const code = trailCode(await widest(app));
      const page = await chromium.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.addInitScript(watchShifts);
      // A script that comes late finds the page painted, and what it changes would be seen to move.
      await page.route('**/assets/*.js', async (route) => {
        await sleep(200);
        await route.continue();
      });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const answer = await page.goto(url + path.replace('{code}', code));
        expect((await answer?.body())?.length).toBeLessThan(60_000);
        expect(await shifts(page), `${width} pixels`).toBe(0);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(bringColorsHome);
          expect(await findBarriers(page), `${colorScheme}, ${width} pixels`).toEqual([]);
        }
        expect(await page.evaluate(overflow), `${width} pixels`).toBe(0);
        await page.goto('about:blank');
      }
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(url + path.replace('{code}', code));
      expect(await page.evaluate(overflow)).toBe(0);
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
      await page.close();
    },
  );
});
