import { expect, test } from 'vitest';
import { findShown } from '../../../src/operate/accounts/index.ts';
import { listExplainedOf } from '../../../src/operate/trails/index.ts';
import { eachApp, type TestApp } from '../../support/app.ts';
import type { Browser } from '../../support/browser-of.ts';
import { everyRow } from '../../support/every-row.ts';
import {
  beginLogin,
  beginLoginOnPages,
  beginVerification,
  type DrivenFactor,
  drivenFactors,
  formThatAnswers,
  type Holder,
  holderOf,
  openFor,
  sendForm,
  verifierOf,
} from '../../support/factors/index.ts';
import { tells } from '../../support/tells.ts';

/** Notes all that a browser is answered, headers such as `Location` as well. */
function overhear(browser: Browser, heard: string[]): Browser {
  const { send } = browser;
  browser.send = async (...asked) => {
    const answer = await send(...asked);
    heard.push(JSON.stringify(answer.headers), answer.text);
    return answer;
  };
  return browser;
}

/** Has the factor answered wrongly and rightly, on every way on which it is asked for; answers what must be told nobody. */
async function everyWay(app: TestApp, driven: DrivenFactor, heard: string[]): Promise<string[]> {
  const secrets: string[] = [];
  const answer = async (
    { device }: Holder,
    offer: Parameters<Holder['device']['right']>[0],
    right: boolean,
  ) => {
    const { body, secret } = await (right ? device.right(offer) : device.wrong(offer));
    secrets.push(secret);
    return { body, secret };
  };
  const owner = await holderOf(app, driven);
  const verifier = await verifierOf(app, driven);
  const self = overhear(verifier.self, heard);
  for (const right of [false, true]) {
    const browser = overhear(app.browser(), heard);
    const login = await beginLogin(owner, browser);
    expect((await login.send(await answer(owner, login.offer, right))).status).toBe(right ? 200 : 401);

    const onPages = overhear(app.browser(), heard);
    const location = await beginLoginOnPages(owner, onPages);
    const form = formThatAnswers((await onPages.get(location)).text, driven.factor);
    const { body } = await answer(owner, login.offer, right);
    if (form) expect((await sendForm(onPages, form, body)).status).toBe(right ? 303 : 401);

    const { offer } = await beginVerification({ ...verifier, self });
    const proof = formThatAnswers((await self.get('/account/prove')).text, driven.factor);
    const typed = await answer(verifier, offer, false);
    if (proof) expect((await sendForm(self, proof, typed.body)).status).toBe(401);

    const asking = await beginVerification({ ...verifier, self });
    expect((await asking.send(await answer(verifier, asking.offer, right))).status).toBe(right ? 200 : 401);
  }
  for (const { self: browser } of [owner, { self }]) {
    for (const url of ['/account', '/api/me/factors', '/api/me/export']) {
      heard.push((await browser.get(url)).text);
    }
  }
  heard.push((await app.browser().get('/metrics')).text);
  await app.services.trails.flush();
  const { username: name } = owner;
  heard.push(
    JSON.stringify([
      await findShown(app.services, name),
      await listExplainedOf(app.services, { name, limit: 99 }),
    ]),
  );
  return [...secrets, ...owner.device.secrets, ...verifier.device.secrets];
}

eachApp("a factor's secrets and what its owner types", (open) => {
  test.each(drivenFactors)(
    'V16.2.5 V14.2.1 V14.2.7 stand in no row, no line of the log, no metric, no answer and no address (%s)',
    async (name, driven) => {
      const app = await openFor(open, driven, { log: { level: 'trace' } });
      const heard: string[] = [];
      const secrets = await everyWay(app, driven, heard);
      const rows = await everyRow(app.database);
      const written = rows.map(({ table, text }) => `${table} ${text}`);
      const places = { rows: written, log: app.log, answers: heard };
      expect(secrets.length).toBeGreaterThan(7);
      for (const [place, texts] of Object.entries(places)) {
        const all = texts.join('\n').toLowerCase();
        // The honest twin: it was there and was told of.
        expect(all, place).toContain(place === 'log' ? '/api/login' : name);
        for (const secret of secrets) {
          expect(secret.length).toBeGreaterThan(5);
          expect(tells(all, secret.toLowerCase()), `${secret} in ${place}`).toBe(false);
        }
      }
    },
  );
});
