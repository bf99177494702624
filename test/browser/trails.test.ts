import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trailCode } from '../../src/people/trails/index.ts';
import { eachApp, type TestApp } from '../support/app.ts';
import { launchChromium } from '../support/chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

eachApp('the page of trails', (open) => {
  const serve = async () => {
    const app = await open({ publicUrl: 'http://127.0.0.1' });
    return { app, url: await app.app.listen({ host: '127.0.0.1', port: 0 }) };
  };

  test('renews itself while people try things, and keeps open what is being read', async () => {
    const { app, url } = await serve();
    const old = begin(app);
    const page = await chromium.newPage();
    await page.goto(`${url}/dev/trails`);
    await page.getByText('Live: new attempts appear here.').waitFor();
    const first = begin(app);
    await page.getByText(trailCode(first)).waitFor();
    await page.locator(`#${old} > summary`).click();
    refuse(app, first);
    await page.getByText("the authenticator code is 90 s late, so the phone's clock may be wrong").waitFor();
    expect(await page.locator('details[open]').evaluateAll((all) => all.map(({ id }) => id))).toEqual([
      first,
      old,
    ]);
    const times = await page.locator('summary time').allTextContents();
    expect(times.filter((time) => time.includes('UTC'))).toEqual([]);
    await page.close();
  });

  test('works without JavaScript, by loading it again', async () => {
    const { app, url } = await serve();
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${url}/dev/trails`);
    const id = begin(app);
    await page.reload();
    expect(await page.locator(`#${id} .step`).count()).toBe(4);
    await page.locator(`#${id} .step-rule a`).nth(2).click();
    expect(page.url()).toBe(`${url}/dev/guide/steps#password-verified`);
    await context.close();
  });

  test.each(['/dev/trails', '/dev/guide/steps#attempt'])(
    '%s is open to everybody, in both themes, on a phone and on a desk',
    async (path) => {
      const { app, url } = await serve();
      refuse(app, begin(app));
      const page = await chromium.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(url + path);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(bringColorsHome);
          await page.evaluate(axe);
          const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
          const barriers = violations.map(({ help, nodes }) => [help, nodes.map(({ html }) => html)]);
          expect(barriers, `${colorScheme}, ${width} pixels`).toEqual([]);
        }
      }
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(overflow)).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
