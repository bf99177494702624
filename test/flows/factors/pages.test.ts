import { expect, test } from 'vitest';
import { english } from '../../../src/words.ts';
import { eachApp } from '../../support/app.ts';
import type { Browser } from '../../support/browser-of.ts';
import {
  beginLoginOnPages,
  beginVerification,
  type DrivenFactor,
  factorsThat,
  formsOf,
  formThatAnswers,
  holderOf,
  logInBy,
  openFor,
  register,
  sendForm,
  verifierOf,
} from '../../support/factors/index.ts';
import { leadsTo } from '../../support/leads-to.ts';

/** Whatever a script does not have to answer: those that have no part on the common pages have a page of their own. */
const withForm = factorsThat(({ factor }) => factor.answering?.hasForm !== false);
const byScript = factorsThat(({ factor }) => factor.answering?.hasForm === false);
const withSection = factorsThat(({ factor }) => factor.own !== undefined);
const addedByForm = factorsThat(({ factor }) => factor.enrolment?.hasForm === true);
const removable = factorsThat(({ factor }) => factor.own?.remove !== undefined);

const page = (browser: Browser, url: string) => browser.get(url, { headers: { accept: 'text/html' } });

eachApp('without a script, a factor', (open) => {
  test.each(withForm)('is asked for and answered in a login (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const { factor } = driven;
    const holder = await holderOf(app, driven);
    const { device } = holder;
    const browser = app.browser();
    const location = await beginLoginOnPages(holder, browser, '/account?from=login');
    const shown = await page(browser, location);
    const offer = { factor: factor.name };
    const refused = await sendForm(
      browser,
      formThatAnswers(shown.text, factor),
      (await device.wrong(offer)).body,
    );
    expect(refused.status).toBe(401);
    expect(refused.text, 'it says so').toMatch(/role="alert"/);
    expect(refused.text).toContain(english[factor.name].incorrect);
    const form = formThatAnswers(refused.text, factor);
    const done = await sendForm(browser, form, (await device.right(offer)).body);
    expect([done.status, leadsTo(done)]).toEqual([303, '/account?from=login']);
    expect((await browser.get('/api/session')).status).toBe(200);
  });

  test.each(withForm)('is asked for and answered to confirm who somebody is (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const { factor } = driven;
    const holder = await verifierOf(app, driven);
    const { self, device } = holder;
    const { offer } = await beginVerification(holder);
    const shown = await page(self, '/account/prove?next=/account%23email');
    const refused = await sendForm(
      self,
      formThatAnswers(shown.text, factor),
      (await device.wrong(offer)).body,
    );
    expect(refused.status).toBe(401);
    expect(refused.text, 'it says so').toMatch(/role="alert"/);
    expect(refused.text).toContain(english[factor.name].incorrect);
    expect((await self.get('/api/me/export')).body.code).toBe('proof-required');
    const form = formThatAnswers(refused.text, factor);
    const done = await sendForm(self, form, (await device.right(offer)).body);
    expect([done.status, done.headers.location]).toEqual([303, '/account#email']);
    expect((await self.get('/api/me/export')).status).toBe(200);
  });

  test.each(addedByForm)('is added (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const { factor, driver } = driven;
    const { self, accountId } = await register(app);
    const here = `/account/security/${factor.own?.section}`;
    const { begin } = factor.own ?? {};
    if (begin) {
      const button = formsOf((await page(self, '/account')).text).find(({ action }) => action === here);
      expect((await sendForm(self, button)).headers.location).toBe(here);
    }
    const begun = begin ? (await self.post(begin.path)).body : {};
    const form = formsOf((await page(self, here)).text).find(({ action }) => action === `${here}/confirm`);
    const made = driver.made?.(begun, app);
    expect(form?.fields.toSorted()).toEqual(Object.keys(made ?? {}).toSorted());
    const added = await sendForm(self, form, made);
    expect([added.status, added.text.includes(factor.enrolment?.notice(english) ?? '?')]).toEqual([
      200,
      true,
    ]);
    expect(await factor.isSetUp(app.services.db, accountId)).toBe(true);
  });

  test.each(removable)('is removed (%s)', async (name, driven) => {
    const app = await openFor(open, driven);
    const { factor } = driven;
    const { self, accountId } = await holderOf(app, driven);
    const { section, notices = {} } = factor.own ?? {};
    const shown = (await page(self, '/account')).text;
    const form = formsOf(shown).find(
      ({ action }) => action.startsWith(`/account/security/${section}/`) && action.endsWith('/remove'),
    );
    const done = await sendForm(self, form);
    expect([done.status, done.headers.location]).toEqual([303, `/account?done=${name}-removed#${section}`]);
    const after = await page(self, done.headers.location?.split('#')[0] ?? '');
    expect(sectionOf(after.text, section)).toContain(notices[`${name}-removed`]?.(english) ?? '?');
    expect(await factor.isSetUp(app.services.db, accountId)).toBe(false);
  });
});

eachApp('a factor that a script answers', (open) => {
  test.each(byScript)(
    'is asked for in a login, with a word for browsers without one (%s)',
    async (name, driven) => {
      const app = await openFor(open, driven);
      const browser = app.browser();
      const location = await beginLoginOnPages(await holderOf(app, driven), browser);
      const { text } = await page(browser, location);
      const to = /data-to="(\/api\/login\/[^"/]+\/[^"/]+)"/.exec(text)?.[1] ?? '';
      expect(to.split('/').at(-1)).toBe(name);
      expect(text).toContain('<noscript>');
      expectScripts(text, driven);
    },
  );

  test.each(byScript)('is asked for to confirm who somebody is (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const { self } = await verifierOf(app, driven);
    const { text } = await page(self, '/account/prove');
    expect(text).toContain('data-to="/api/reauthenticate"');
    expect(text).toContain('<noscript>');
    expectScripts(text, driven);
  });
});

eachApp("on the account's page a factor", (open) => {
  test.each(withSection)('has a section for whoever has it (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const { section } = driven.factor.own ?? {};
    const holder = await holderOf(app, driven);
    const browser = await logInBy(holder);
    const shown = sectionOf((await page(browser, '/account')).text, section);
    expect(shown).toMatch(/<h3[^>]*>/);
    const without = await register(app);
    expect(sectionOf((await page(without.self, '/account')).text, section), 'it tells what one has').not.toBe(
      shown,
    );
  });

  test.each(withSection)('says what was done with it, whichever it was (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const { section, notices = {} } = driven.factor.own ?? {};
    const { self } = await holderOf(app, driven);
    for (const [key, say] of Object.entries(notices)) {
      const notice = say(english);
      expect(notice, key).toMatch(/^[A-Z].*\.$/);
      expect(sectionOf((await page(self, `/account?done=${key}`)).text, section), key).toContain(notice);
    }
  });
});

/** Their addresses bear a hash of what is in them. */
function expectScripts(text: string, { factor }: DrivenFactor): void {
  const scripts = factor.answering?.scripts ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(text).toContain(`src="/assets/${script.replace(/js$/, '')}`);
}

function sectionOf(text: string, id = ''): string {
  return new RegExp(`<section\\b[^>]*\\bid="${id}".*?</section>`, 's').exec(text)?.[0] ?? '';
}
