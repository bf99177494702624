import { expect, test } from 'vitest';
import { actingAsCommand, removeSecondFactors } from '../../../src/operate/accounts/index.ts';
import { listEvents } from '../../../src/people/events/index.ts';
import { eachApp, goodPassword } from '../../support/app.ts';
import {
  beginLogin,
  factorsThat,
  type Holder,
  holderOf,
  logInBy,
  openFor,
} from '../../support/factors/index.ts';

const cleared = factorsThat(({ factor }) => factor.clear !== undefined);
const stays = factorsThat(({ factor }) => factor.clear === undefined);

const clear = ({ app, username: name }: Holder, passkeys: boolean) =>
  removeSecondFactors(app.services, actingAsCommand(), { name, passkeys });

const isSetUp = ({ app, accountId, driven }: Holder) => driven.factor.isSetUp(app.services.db, accountId);

/** What the audit log says that a command has removed of a factor. */
async function removals({ app, accountId, driven }: Holder): Promise<string[]> {
  const events = await listEvents(app.services.db, accountId, 100);
  const own = events.filter(({ type }) => type.startsWith(driven.factor.name) && type.endsWith('-removed'));
  return own.map(({ actor }) => actor);
}

test.each(factorsThat(({ factor }) => factor.isSecond))(
  'whoever has lost a second factor is helped: an operator takes it away, and its owner sees what there is (%s)',
  (_name, { factor }) => {
    expect(factor.clear).toBeDefined();
    expect(factor.own).toBeDefined();
    expect(factor.answering, 'and a page asks for it').toBeDefined();
  },
);

eachApp('when an operator clears the second factors of an account', (open) => {
  test.each(cleared)(
    'V7.4.3 what had this one is without it, its sessions and logins are over, and the audit log says by whom (%s)',
    async (name, driven) => {
      const app = await openFor(open, driven);
      const holder = await holderOf(app, driven);
      const others = [holder.self, await logInBy(holder)];
      const half = await beginLogin(holder);
      const right = await holder.device.right(half.offer);
      const done = await clear(holder, true);
      expect(done?.cleared).toMatchObject({ sessions: 2 });
      expect(await isSetUp(holder)).toBe(false);
      expect(await removals(holder)).toEqual(['command']);
      for (const browser of others) expect((await browser.get('/api/session')).status).toBe(401);
      expect((await half.send(right)).status).toBe(404);
      const { body } = await app.browser().login(holder.username, goodPassword);
      expect([body.status, body.next], `${name} is asked for no more`).toEqual(['complete', undefined]);
      expect(await clear(holder, true), 'there is nothing left').toMatchObject({ cleared: undefined });
    },
  );

  test.each(cleared)('it goes unless it may open the account by itself (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const holder = await holderOf(app, driven);
    await clear(holder, false);
    expect(await isSetUp(holder)).toBe(driven.factor.staysUnlessAsked === true);
  });

  test.each(stays)('what no operator takes away goes on working (%s)', async (_name, driven) => {
    const app = await openFor(open, driven);
    const holder = await holderOf(app, driven);
    await clear(holder, true);
    expect(await removals(holder)).toEqual([]);
    expect((await (await logInBy(holder)).get('/api/session')).status).toBe(200);
  });
});
