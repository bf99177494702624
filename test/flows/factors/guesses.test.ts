import { expect, test } from 'vitest';
import { inTransaction } from '../../../src/kit/db/index.ts';
import { eachApp } from '../../support/app.ts';
import {
  type Asking,
  beginLogin,
  beginVerification,
  countRefusals,
  countSessions,
  drivenFactors,
  factorsThat,
  type Holder,
  holderOf,
  openFor,
  verifierOf,
} from '../../support/factors/index.ts';

const racers = 20;
const often = <Result>(make: () => Promise<Result>) =>
  Promise.all(Array.from({ length: racers }, () => make()));

/** High enough that every racer is judged. */
const unlimited = { limits: { waitAfter: 1000, disableAfter: 2000 } };

const oneTime = factorsThat(({ driver }) => driver.isOneTime);
const counted = factorsThat(({ driver }) => driver.left !== undefined);

eachApp('of 20 racers with one answer of a factor exactly one', (open) => {
  test.each(oneTime)('V6.5.1 V15.4.2 gets in, each in a login of its own (%s)', async (_name, driven) => {
    const app = await openFor(open, driven, unlimited);
    const holder = await holderOf(app, driven);
    const before = await countSessions(holder);
    const logins = [await beginLogin(holder)];
    const answer = await holder.device.right((logins[0] as Asking).offer);
    while (logins.length < racers) logins.push(await beginLogin(holder));
    const answers = await Promise.all(logins.map(({ send }) => send(answer)));
    expect(answers.filter(({ body }) => body.status === 'complete')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(racers - 1);
    expect(await countSessions(holder)).toBe(before + 1);
  });

  test.each(drivenFactors)(
    'V2.3.4 V15.4.2 finishes the login that all of them answer (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven, unlimited);
      const holder = await holderOf(app, driven);
      const before = await countSessions(holder);
      const { offer, send } = await beginLogin(holder);
      const answer = await holder.device.right(offer);
      const answers = await often(() => send(answer));
      expect(answers.filter(({ body }) => body.status === 'complete')).toHaveLength(1);
      expect(await countSessions(holder)).toBe(before + 1);
      expect((await send(answer)).status, 'it is over').toBe(404);
    },
  );

  test.each(oneTime)(
    'V6.5.1 V15.4.2 confirms who they are, and it is good for nothing later (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven, unlimited);
      const holder = await verifierOf(app, driven);
      const { offer, send } = await beginVerification(holder);
      const answer = await holder.device.right(offer);
      const answers = await often(() => send(answer));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const again = await send(answer);
      expect([again.status, again.body.code]).toEqual([401, 'invalid-credentials']);
    },
  );

  test.each(oneTime)(
    'V6.5.1 V15.4.2 is judged right, where nothing but the factor holds them back (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven, unlimited);
      const holder = await holderOf(app, driven);
      const { offer, attempt } = await beginLogin(holder);
      const { body } = await holder.device.right(offer);
      const { factor } = driven;
      const { accountId } = holder;
      const role = factor.isSecond ? 'second' : 'first';
      const asked = { accountId, subject: attempt, role, now: app.clock() } as const;
      const verdicts = await often(() =>
        inTransaction(app.services.db, (tx) => factor.verify(tx, app.services, asked, body as never)),
      );
      expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
    },
  );
});

/** How many bits a secret of this form can have at most. */
const bitsOf = (secret: string) => secret.length * (/^\d+$/.test(secret) ? Math.log2(10) : 5);

eachApp('wrong answers of a factor', (open) => {
  test.each(drivenFactors)(
    'V6.3.1 count as guesses where there are few answers (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const holder = await holderOf(app, driven);
      const { offer } = await beginLogin(holder);
      const { secret } = await holder.device.right(offer);
      // Nobody tries 2^64 of them over the network.
      expect(driven.factor.isGuessable).toBe(bitsOf(secret) < 64);
    },
  );

  test.each(drivenFactors)(
    'V15.4.2 are counted before they are judged: of 20 at once five are, in a login and in a session (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      for (const [where, make, begin] of [
        ['login', holderOf, beginLogin],
        ['session', verifierOf, beginVerification],
      ] as const) {
        const holder: Holder = await make(app, driven);
        const { offer, send } = await begin(holder);
        const answer = await holder.device.wrong(offer);
        const answers = await often(() => send(answer));
        const statuses = answers.map(({ status }) => status).toSorted();
        expect(statuses, where).toEqual([...Array(5).fill(401), ...Array(racers - 5).fill(429)]);
        expect(await countRefusals(holder), where).toBe(5);
        const right = await send(await holder.device.right(offer));
        expect([right.status, right.body.code], 'until one has waited').toEqual([429, 'too-many-attempts']);
      }
    },
  );

  test.each(drivenFactors)(
    'take nothing from the right one: after four it is accepted (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const holder = await holderOf(app, driven);
      const { browser, attempt, offer } = await beginLogin(holder);
      let next = offer;
      for (let at = 1; at <= 4; at++) {
        const { body } = await holder.device.wrong(next);
        const refused = await browser.post(`/api/login/${attempt}/${driven.factor.name}`, body);
        expect([refused.status, refused.body.code], `answer ${at}`).toEqual([401, 'invalid-credentials']);
        next = refused.body.next?.find(({ factor }) => factor === driven.factor.name) as typeof offer;
      }
      const { body } = await holder.device.right(next);
      const done = await browser.post(`/api/login/${attempt}/${driven.factor.name}`, body);
      expect(done.body.status).toBe('complete');
    },
  );

  test.each(drivenFactors)(
    'V6.3.1 hold up further logins where they could be guesses, and nobody else where not (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const holder = await holderOf(app, driven);
      const stranger = await beginLogin(holder);
      const wrong = await holder.device.wrong(stranger.offer);
      for (let at = 1; at <= 5; at++) expect((await stranger.send(wrong)).status, `answer ${at}`).toBe(401);
      const { offer, send } = await beginLogin(holder);
      const { status } = await send(await holder.device.right(offer));
      expect(status).toBe(driven.factor.isGuessable ? 429 : 200);
    },
  );

  test.each(counted)(
    'use none up, a right one uses one, and its owner is told how many are left (%s)',
    async (name, driven) => {
      const app = await openFor(open, driven);
      const holder = await holderOf(app, driven);
      const left = async () => {
        const { body } = await holder.self.get('/api/me/factors');
        return driven.driver.left?.(body as never) ?? Number.NaN;
      };
      const first = await left();
      expect(first).toBeGreaterThan(1);
      const { offer, send } = await beginLogin(holder);
      await send(await holder.device.wrong(offer));
      expect(await left()).toBe(first);
      await send(await holder.device.right(offer));
      expect(await left()).toBe(first - 1);
      const { own } = driven.factor;
      const section = new RegExp(`id="${own?.section}".*?</section>`, 's').exec(
        (await holder.self.get('/account')).text,
      );
      expect(section?.[0]).toContain(`${first - 1} of ${first} left`);
      await app.services.trails.flush();
      const trails = await app.services.db
        .selectFrom('trail_parts')
        .selectAll()
        .where('account_id', '=', holder.accountId)
        .execute();
      expect(JSON.stringify(trails)).toContain(`${name}\\",\\"ok\\":true,\\"left\\":${first - 1}`);
    },
  );
});
