import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'seven slow snails sing';

const here = latchkeyInChromium();

let count = 0;

/** Somebody who has added a passkey and is logged out. */
function withPasskey(work: (page: Page, username: string) => Promise<void>) {
  return here.inContext(async (context) => {
    const username = `holder-${++count}`;
    await context.request.post(`${here.latchkey.url}/api/register`, { data: { username, password } });
    const page = await context.newPage();
    const authenticator = await addAuthenticator(page);
    await page.goto(`${here.latchkey.url}/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    // With the first second factor come recovery codes, on a page of their own.
    await page.getByRole('heading', { name: 'recovery codes' }).waitFor();
    expect(await authenticator.count()).toBe(1);
    await context.clearCookies();
    await work(page, username);
  });
}

test('a passkey logs in without a name', async () => {
  await withPasskey(async (page, username) => {
    // Without suggestions, which a virtual authenticator would answer at once.
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)',
    );
    await page.goto(`${here.latchkey.url}/login?next=/account%23sessions`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account#sessions`);
    await page.getByRole('heading', { name: username }).waitFor();
  });
});

/** What a page sends to the API of logins from now on, one path a request. */
function sentToLogin(page: Page): readonly string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/login')) sent.push(pathname.replace(/att_\w+/, '{attempt}'));
  });
  return sent;
}

test('a passkey that the browser suggests logs in, by two requests', async () => {
  await withPasskey(async (page, username) => {
    const sent = sentToLogin(page);
    await page.goto(`${here.latchkey.url}/login`);
    await page.waitForURL(`${here.latchkey.url}/account`);
    await page.getByRole('heading', { name: username }).waitFor();
    expect(sent).toEqual(['/api/login', '/api/login/{attempt}/passkey']);
  });
});

test('the login page begins one login for what the browser suggests, and then is quiet', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const sent = sentToLogin(page);
    const begun = page.waitForResponse('**/api/login');
    await page.goto(`${here.latchkey.url}/login`);
    await begun;
    await page.waitForTimeout(500);
    expect(sent).toEqual(['/api/login']);
  });
});

test('after a password a passkey is the second factor', async () => {
  await withPasskey(async (page, username) => {
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)',
    );
    await page.goto(`${here.latchkey.url}/login`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);
  });
});

test('the login page in another tab leaves a login half-way as it is', async () => {
  await withPasskey(async (page, username) => {
    await page.request.post(`${here.latchkey.url}/api/login`, { data: { username, password } });
    await page.goto(`${here.latchkey.url}/login/second-factor`);
    const other = await page.context().newPage();
    const begun: string[] = [];
    other.on('request', (request) => begun.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await other.goto(`${here.latchkey.url}/login`);
    await other.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
    await other.waitForTimeout(200);
    expect(begun).not.toContain('POST /api/login');
    await other.getByRole('link', { name: 'Continue signing in' }).waitFor();
    await page.bringToFront();
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);
  });
});

test('a passkey proves again who one is', async () => {
  await withPasskey(async (page, username) => {
    await page.request.post(`${here.latchkey.url}/api/login`, { data: { username, password } });
    await page.goto(`${here.latchkey.url}/login/second-factor`);
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);
    await page.goto(`${here.latchkey.url}/account/prove?next=/account%23passkeys`);
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account#passkeys`);
  });
});

test('a browser that is refused the challenge for its suggestions says nothing of it', async () => {
  await withPasskey(async (page, username) => {
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    const body = { code: 'too-many-attempts', detail: 'Too many tries.' };
    await page.route(`${here.latchkey.url}/api/login`, (route) => route.fulfill({ status: 429, json: body }));
    const refused = page.waitForResponse(`${here.latchkey.url}/api/login`);
    await page.goto(`${here.latchkey.url}/login`);
    expect((await refused).status()).toBe(429);
    await page.waitForTimeout(200);
    expect(await page.locator('[data-passkey-status]').textContent()).toBe('');
    expect(failures).toEqual([]);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('Too many tries.').waitFor();
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`${here.latchkey.url}/login/second-factor?**`);
  });
});

test('a passkey that was removed is forgotten by the browser, and a code names the attempt', async () => {
  await withPasskey(async (page, username) => {
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);' +
        'globalThis.signalled = [];' +
        'PublicKeyCredential.signalUnknownCredential = async (unknown) => { signalled.push(unknown); };',
    );
    const self = page.context().request;
    await self.post(`${here.latchkey.url}/api/login`, { data: { username, password } });
    await page.goto(`${here.latchkey.url}/login/second-factor`);
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);
    const { passkeys } = await (await self.get(`${here.latchkey.url}/api/me/factors`)).json();
    await self.delete(`${here.latchkey.url}/api/me/passkeys/${passkeys[0].id}`);
    await page.context().clearCookies();
    await page.goto(`${here.latchkey.url}/login`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('This passkey was removed here').waitFor();
    await page.getByText(/Support code: \w{4}-\w{4}-\w{4}/).waitFor();
    expect(await page.evaluate('signalled')).toEqual([
      { rpId: 'localhost', credentialId: expect.stringMatching(/^[\w-]{20,}$/) },
    ]);
  });
});

test('a passkey of another origin is refused by the browser itself, and whoever helps is told where it works', async () => {
  await withPasskey(async (page, username) => {
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);',
    );
    await page.route(`${here.latchkey.url}/api/login`, async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      json.next[0].options.rpId = 'elsewhere.invalid';
      await route.fulfill({ response, json });
    });
    await page.goto(`${here.latchkey.url}/login`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    const told = page.getByText(/Passkeys don't work at this address\..+Support code:/);
    const [code = ''] = /\w{4}-\w{4}-\w{4}/.exec(await told.innerText()) ?? [];
    await page.goto(`${here.latchkey.url}/dev/trails/${code}`);
    const trail = await page.locator('main').innerText();
    expect(trail).toContain("the browser doesn't allow this site's passkeys at the address of the page");
    expect(trail).toContain('People must open the address');
    await page.unrouteAll();
    await page.goto(`${here.latchkey.url}/login`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: username }).waitFor();
  });
});

test.each([
  ['NotAllowedError', /canceled, or this device has no passkey for this site/],
  ['SecurityError', /don't work at this address/],
  ['InvalidStateError', /already has a passkey/],
  ['SomethingElse', /Something went wrong/],
])('%s of the browser is said in words, and its name goes to the server with no text', async (name, said) => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);' +
        `navigator.credentials.get = async () => { throw new DOMException('canary', '${name}'); };`,
    );
    await page.goto(`${here.latchkey.url}/login`);
    const told = page.waitForRequest('**/passkey-error');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText(said).waitFor();
    await page.getByText(/Support code: \w{4}-\w{4}-\w{4}/).waitFor();
    const error = name === 'SomethingElse' ? 'OtherError' : name;
    expect((await told).postDataJSON()).toEqual({ error, seconds: 0 });
    const trail = await page.reload().then(() => page.content());
    expect(trail, 'the panel of development').toContain(error);
    expect(trail).not.toContain('canary');
  });
});
