import { tmpdir } from 'node:os';
import { loadConfig } from '../../../src/config/index.ts';
import { minutes } from '../../../src/kit/duration.ts';
import type { TestApp } from '../app.ts';
import type { Extras } from '../browser-of.ts';
import type { Settings } from '../config.ts';
import { goodPassword } from '../names.ts';
import type { Prepared } from './failure.ts';
import { signedIn, stranger } from './password.ts';

const host = 'login.example.com';
export const publicUrl = `https://${host}`;
export const frontend = 'https://app.example.com';
/** The rows come from one address, at one time. */
const limits = { registrations: 1_000_000, registrationsBeforeChallenge: 1_000_000 };
export const production = { mode: 'production', publicUrl, limits } as const;

type Reopen = (settings?: Settings) => Promise<TestApp>;

/** The origin as a server in production takes it from its environment; it doesn't start with one that it refuses. */
async function asConfigured(origin: string): Promise<string[]> {
  const env = {
    LATCHKEY_PUBLIC_URL: publicUrl,
    LATCHKEY_TRUSTED_PROXIES: '',
    LATCHKEY_ALLOWED_ORIGINS: origin,
  };
  return [...(await loadConfig({ mode: 'production', env, cwd: tmpdir() })).config.allowedOrigins];
}

/** A frontend logs in from an origin that is not allowed; the remedy is to allow it, or `allowed` in its place. */
export function fromOrigin(origin: string, allowed = origin) {
  return async (app: TestApp, reopen: Reopen): Promise<Prepared> => {
    const { username, browser } = await stranger(app);
    const credentials = { username, password: goodPassword };
    const answer = await browser.post('/api/login', credentials, { headers: { origin } });
    return {
      answer,
      async remedy() {
        const allowedOrigins = await asConfigured(allowed);
        const allowing = (await reopen({ ...production, allowedOrigins })).browser();
        await allowing.post('/api/login', credentials, { headers: { origin: allowed } });
        return allowing;
      },
    };
  };
}

/** A form of this server's own is sent from another of its addresses; the remedy is to open `publicUrl`. */
export function fromOwnAddress(origin: string) {
  return async (app: TestApp): Promise<Prepared> => {
    const { username, browser } = await stranger(app);
    const fields = { username, password: goodPassword };
    const at = new URL(origin).host;
    const answer = await browser.submit('/login', fields, { headers: { origin, host: at } });
    return {
      answer,
      async remedy() {
        await browser.submit('/login', fields, { headers: { origin: publicUrl, host } });
        return browser;
      },
    };
  };
}

/** A request of another flow is refused for the page that sent it; the remedy is to allow its origin. */
export function refusedAt(path: string, body: object) {
  return async (app: TestApp, reopen: Reopen): Promise<Prepared> => {
    const { username, browser } = await stranger(app);
    const headers = { origin: frontend };
    const answer = await browser.post(path, body, { headers });
    return {
      answer,
      async remedy() {
        const allowing = (await reopen({ ...production, allowedOrigins: [frontend] })).browser();
        const again = await allowing.post(path, body, { headers });
        if (again.status === 403) throw new Error(again.text);
        await allowing.post('/api/login', { username, password: goodPassword }, { headers });
        return allowing;
      },
    };
  };
}

/** A login that is refused for how it is sent; the remedy is to send it right. */
export function sentWrong(extras: Extras) {
  return async (app: TestApp): Promise<Prepared> => {
    const { username, browser } = await stranger(app);
    const answer = await browser.post('/api/login', undefined, extras);
    return { answer, remedy: () => signedIn(browser, username) };
  };
}

/** Signed in eleven minutes ago. */
export async function signedInEarlier(app: TestApp) {
  const { username, browser } = await stranger(app);
  await browser.login(username, goodPassword);
  app.clock.advance(minutes(11));
  return { username, browser };
}
