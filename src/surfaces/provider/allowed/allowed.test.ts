import { afterEach, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../../test/support/app.ts';
import {
  beginSignIn,
  client,
  follow,
  openAtOneTime,
  personOf,
  redeem,
  registerApp,
  signInTo,
} from '../../../../test/support/app-client.ts';
import { statementsOf } from '../../../../test/support/statements.ts';
import { storedApp, storedGrant } from '../../../../test/support/stored-app.ts';
import { isoTime } from '../../../kit/clock.ts';
import { days, minutes } from '../../../kit/duration.ts';
import { listEvents } from '../../../people/events/index.ts';

const html = { headers: { accept: 'text/html' } };

eachApp('what somebody has allowed apps', (open) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is listed app by app, with its scopes, however many sessions it was used in', async () => {
    const app = await openAtOneTime(open);
    const [grafana, gitea] = [await registerApp(app), await registerApp(app)];
    const { browser, username } = await personOf(app);
    const allowedAt = isoTime(app.clock());
    expect((await browser.get('/api/me/apps')).body).toEqual({ apps: [] });
    await signInTo(browser, await beginSignIn(grafana));
    app.clock.advance(minutes(1));
    const lasting = { scope: 'openid offline_access', prompt: 'consent' };
    await signInTo(browser, await beginSignIn(gitea, lasting));
    const other = app.browser();
    await other.login(username, goodPassword);
    app.clock.advance(minutes(1));
    await signInTo(other, await beginSignIn(grafana));
    const { apps } = (await browser.get('/api/me/apps')).body as { apps?: unknown };
    const times = { allowedAt, lastUsedAt: isoTime(app.clock()), expiresAt: expect.any(String) };
    expect(apps).toHaveLength(2);
    expect(apps).toEqual(
      expect.arrayContaining([
        { id: grafana.app.id, name: grafana.app.name, scopes: ['openid', 'profile', 'email'], ...times },
        expect.objectContaining({ id: gitea.app.id, scopes: ['openid', 'offline_access'] }),
      ]),
    );
    const page = (await browser.get('/account/apps', html)).text;
    for (const name of [grafana.app.name, gitea.app.name]) expect(page).toContain(name);
    expect(page).toContain('Keep its access while');
  });

  test.each(['the API', 'the page'])(
    'V10.4.9 V10.7.3 is withdrawn by %s: nothing of that app works, and all of others',
    async (by) => {
      const app = await openAtOneTime(open);
      const [one, kept] = [await registerApp(app), await registerApp(app)];
      const { browser, id } = await personOf(app);
      const lasting = { scope: 'openid profile offline_access', prompt: 'consent' };
      const get = async (registered: typeof one, more = {}) => {
        const begun = await beginSignIn(registered, more);
        return redeem(registered, await signInTo(browser, begun), begun);
      };
      const tokens = [await get(one), await get(one, lasting)];
      const other = await get(kept);
      const unredeemed = await beginSignIn(one);
      const back = await signInTo(browser, unredeemed);
      const withdraw = () =>
        by === 'the API'
          ? browser.send('DELETE', `/api/me/apps/${one.app.id}`)
          : browser.submit(`/account/apps/${one.app.id}/withdraw`, {});
      expect((await withdraw()).status).toBe(by === 'the API' ? 204 : 303);
      for (const { access_token, refresh_token = '' } of tokens) {
        await expect(client.fetchUserInfo(one.config, access_token, id)).rejects.toMatchObject({
          status: 401,
        });
        await expect(client.refreshTokenGrant(one.config, refresh_token)).rejects.toMatchObject({
          error: 'invalid_grant',
        });
      }
      await expect(redeem(one, back, unredeemed)).rejects.toMatchObject({ error: 'invalid_grant' });
      await client.fetchUserInfo(kept.config, other.access_token, id);
      const again = await beginSignIn(one);
      const asked = await follow(browser, `${again.url.pathname}${again.url.search}`);
      expect(asked.page.text, 'it has to ask anew').toContain('wants to use your account');
      const { body } = await browser.get('/api/me/apps');
      expect((body as { apps?: { id: string }[] }).apps?.map((left) => left.id)).toEqual([kept.app.id]);
      const events = await listEvents(app.services.db, id, 50);
      expect(events.filter(({ type }) => type === 'app-withdrawn')).toEqual([
        expect.objectContaining({ detail: JSON.stringify({ app: one.app.name }) }),
      ]);
    },
  );

  test('is not withdrawn by anybody else, nor twice, and says so', async () => {
    const app = await open();
    const { id: appId } = await storedApp(app.services.db, app.clock());
    const [owner, other] = [await personOf(app), await personOf(app)];
    const { db } = app.services;
    await storedGrant(db, { app: appId, account: owner.id, session: null, now: app.clock() });
    const withdraw = ({ browser }: typeof owner, id = appId) =>
      browser.send('DELETE', `/api/me/apps/${encodeURIComponent(id)}`);
    for (const id of [appId, 'app_nobody', 'a\0b', 'https://app.example.com/client.json'])
      expect((await withdraw(other, id)).status, id).toBe(404);
    expect((await app.browser().send('DELETE', `/api/me/apps/${appId}`)).status).toBe(401);
    expect((await withdraw(owner)).status).toBe(204);
    expect((await withdraw(owner)).body).toMatchObject({
      code: 'not-found',
      detail: expect.stringContaining('No app with this ID'),
    });
  });

  test('is led to by the account page as long as there is any, at the price of one statement', async () => {
    const app = await open();
    const { browser, id: account } = await personOf(app);
    const { db } = app.services;
    const link = 'href="/account/apps"';
    const isShown = async () => (await browser.get('/account', html)).text.includes(link);
    expect(await isShown()).toBe(false);
    const before = await statementsOf(app, isShown);
    const { id } = await storedApp(db, app.clock());
    await storedGrant(db, { app: id, account, session: null, now: app.clock() });
    expect(await isShown()).toBe(true);
    expect(await statementsOf(app, isShown), 'whether there is one or not').toBe(before);
    await browser.send('DELETE', `/api/me/apps/${id}`);
    expect(await isShown()).toBe(false);
    await storedGrant(
      db,
      { app: id, account, session: null },
      { created_at: app.clock() - days(90), expires_at: app.clock() },
    );
    expect(await isShown(), 'what ran out is over').toBe(false);
  });

  test('shows the name of an app as text', async () => {
    const app = await open();
    const { browser, id: account } = await personOf(app);
    const name = `<b>${freshName()}</b>`;
    const { id } = await storedApp(app.services.db, app.clock());
    await app.services.db.updateTable('apps').set({ name }).where('id', '=', id).execute();
    await storedGrant(app.services.db, { app: id, account, session: null, now: app.clock() });
    const { text } = await browser.get('/account/apps', html);
    expect(text).toContain('&lt;b');
    expect(text).not.toContain(name);
  });
});
