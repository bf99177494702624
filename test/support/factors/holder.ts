import type { Offer } from '../../../src/factors/offer.ts';
import { minutes } from '../../../src/kit/duration.ts';
import type { OpenApp, TestApp } from '../app.ts';
import type { Answer as Answered, Browser } from '../browser-of.ts';
import type { Settings } from '../config.ts';
import { freshName, goodPassword } from '../names.ts';
import type { Answer, Device, DrivenFactor, Owner } from './driver.ts';

/** Somebody who has a factor. */
export interface Holder extends Owner {
  readonly driven: DrivenFactor;
  readonly device: Device;
}

/** A place that asks for a factor, and its answer there. */
export interface Asking {
  readonly offer: Offer;
  send(answer: Answer): Promise<Answered>;
}

/** So that what a test counts is not held up by proofs of work, addresses or emails. */
const unhindered = { challengeAfter: 100, addressFailures: 10_000, emailCodesBeforeChallenge: 10_000 };

/** A server on which a factor is of use, with limits of a test's own. */
export function openFor(open: OpenApp, { driver }: DrivenFactor, { limits, ...more }: Settings = {}) {
  return open({ ...driver.settings, ...more, limits: { ...unhindered, ...limits } });
}

export async function register(app: TestApp, browser = (one: Browser) => one): Promise<Owner> {
  const self = browser(app.browser());
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { app, username, accountId: body.account?.id ?? '', self };
}

/** Registers somebody and has them get the factor. */
export async function holderOf(app: TestApp, driven: DrivenFactor): Promise<Holder> {
  const owner = await register(app);
  return { ...owner, driven, device: await driven.driver.hold(owner) };
}

/** Somebody whose account asks for the factor to confirm who they are, in a session that has not done so for a while. */
export async function verifierOf(app: TestApp, driven: DrivenFactor): Promise<Holder> {
  const special = await driven.driver.holdToVerify?.(app);
  const holder = special ? { ...special.owner, driven, device: special.device } : await holderOf(app, driven);
  app.clock.advance(minutes(11));
  return holder;
}

/** Begins a login that asks for the factor, in a browser that was never here unless another is named. */
export async function beginLogin(
  { app, username, driven: { factor, driver } }: Holder,
  browser: Browser = app.browser(),
): Promise<Asking & { readonly browser: Browser; readonly attempt: string }> {
  const { body, text } = await browser.post('/api/login', driver.way.body(username));
  const offer = body.next?.find((one) => one.factor === factor.name);
  if (body.attempt === undefined || !offer) throw new Error(`No login asks for it: ${text}`);
  const url = `/api/login/${body.attempt}/${factor.name}`;
  return {
    browser,
    attempt: body.attempt,
    offer: offer as Offer,
    send: (answer) => browser.post(url, answer.body),
  };
}

/** Begins the same on the pages; answers the address of the one that asks for the factor. */
export async function beginLoginOnPages(
  { username, driven: { driver } }: Pick<Holder, 'username' | 'driven'>,
  browser: Browser,
  next = '/account',
): Promise<string> {
  const { way } = driver;
  const { status, headers, text } = await browser.submit(way.form, { ...way.fields(username), next });
  const location = headers.location ?? '';
  if (status !== 303 || location.split('?')[0] !== way.page) throw new Error(`No page asks for it: ${text}`);
  return location;
}

/** Has a session of the holder be asked for the factor, to confirm who they are. */
export async function beginVerification({
  self,
  driven: { factor, driver },
}: Pick<Holder, 'self' | 'driven'>): Promise<Asking> {
  await driver.askToVerify?.(self);
  const { body, text } = await self.post('/api/reauthenticate', {});
  const offer = body.next?.find((one) => one.factor === factor.name);
  if (!offer) throw new Error(`No session is asked for it: ${text}`);
  return {
    offer: offer as Offer,
    send: (answer) => self.post('/api/reauthenticate', { factor: factor.name, ...answer.body }),
  };
}

/** Logs in by the factor, in a browser that was never here. */
export async function logInBy(holder: Holder): Promise<Browser> {
  const { browser, offer, send } = await beginLogin(holder);
  const done = await send(await holder.device.right(offer, holder.app));
  if (done.body.status !== 'complete') throw new Error(done.text);
  return browser;
}

/** How many sessions an account has. */
export async function countSessions({ app, accountId }: Owner): Promise<number> {
  const { db } = app.services;
  const rows = await db.selectFrom('sessions').select('id').where('account_id', '=', accountId).execute();
  return rows.length;
}

/** How often the audit log says that an answer was refused. */
export async function countRefusals({ app, accountId }: Owner): Promise<number> {
  const { db } = app.services;
  const refusals = db.selectFrom('events').select('id').where('type', '=', 'factor-failed');
  return (await refusals.where('account_id', '=', accountId).execute()).length;
}
