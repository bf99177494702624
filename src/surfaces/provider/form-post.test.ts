import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../test/support/app.ts';
import {
  beginSignIn,
  follow,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  redirectUri,
  registerApp,
} from '../../../test/support/app-client.ts';
import type { Browser } from '../../../test/support/browser-of.ts';

const plain = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

/** The form for the app on a page, and where it goes. */
function formIn(page: string): { action: string; fields: URLSearchParams } {
  const [form = ''] = /<form[^>]*data-send.*?<\/form>/s.exec(page) ?? [];
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of form.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  ))
    fields.append(name, plain(value));
  return { action: plain(/action="([^"]*)"/.exec(form)?.[1] ?? ''), fields };
}

eachApp('where an app wants its answer', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await openAtOneTime(open);
    registered = await registerApp(app, { firstParty: true });
    ({ browser } = await personOf(app));
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  async function askFor(parameters: Readonly<Record<string, string>>, who = browser) {
    const begun = await beginSignIn(registered, parameters);
    return { begun, ...(await who.get(`${begun.url.pathname}${begun.url.search}`)) };
  }

  test('Form Post Response Mode 2: a page of ours posts it, with a button where no script runs', async () => {
    const { begun, status, text, headers } = await askFor({
      response_mode: 'form_post',
      state: '"><script>alert(1)</script>&',
    });
    expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([
      200,
      'no-store',
      'strict-origin',
    ]);
    expect(headers['content-security-policy']).toContain('form-action https:;');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(text).toMatch(/<button[^>]*type="submit"/);
    expect(text).not.toContain('<script>alert');
    const { action, fields } = formIn(text);
    expect(action).toBe(redirectUri);
    expect([...fields.keys()].sort(), 'nothing of this server').toEqual(['code', 'iss', 'state']);
    const back = new URL(`${redirectUri}?${fields}`);
    const tokens = await redeem(registered, back, { ...begun, state: '"><script>alert(1)</script>&' });
    expect(tokens.claims()?.iss).toBe(app.config.publicUrl);
  });

  test('a refusal is posted as well, and what may not leave is shown here', async () => {
    const { text, headers } = await askFor({ response_mode: 'form_post', prompt: 'none' }, app.browser());
    const { fields } = formIn(text);
    expect(headers['cache-control']).toBe('no-store');
    expect(Object.fromEntries(fields)).toMatchObject({
      error: 'login_required',
      iss: app.config.publicUrl,
      state: expect.any(String),
    });
    const wrong = { response_mode: 'form_post', redirect_uri: `${redirectUri}/` };
    const shown = await askFor(wrong);
    expect(shown.status).toBe(400);
    expect(formIn(shown.text).action).toBe('');
  });

  test('after a consent too', async () => {
    const asked = await registerApp(app);
    const begun = await beginSignIn(asked, { response_mode: 'form_post' });
    const { path } = await follow(browser, `${begun.url.pathname}${begun.url.search}`);
    const allowed = await browser.submit(path, { decision: 'allow' });
    const { page } = await follow(browser, allowed.headers.location ?? '');
    expect(formIn(page.text).fields.get('code')).toBeTruthy();
  });

  test.each([
    ['query', '?'],
    ['fragment', '#'],
  ])('response_mode=%s', async (mode, mark) => {
    const { headers } = await askFor({ response_mode: mode });
    expect(headers.location?.startsWith(`${redirectUri}${mark}code=`), headers.location).toBe(true);
  });

  test('the discovery document lists these and no others, and another one is refused', async () => {
    const { body } = await browser.get('/.well-known/openid-configuration');
    const { response_modes_supported: modes } = body as { response_modes_supported?: string[] };
    expect(modes).toEqual(['form_post', 'fragment', 'query']);
    const { headers } = await askFor({ response_mode: 'web_message' });
    expect(headers.location).toContain('error=unsupported_response_mode');
  });
});
