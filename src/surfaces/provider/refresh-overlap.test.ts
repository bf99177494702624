import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../test/support/app.ts';
import {
  beginSignIn,
  client,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import { changeApp } from '../../operate/apps/index.ts';

eachApp('a refresh token that is used again', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  beforeAll(async () => {
    app = await openAtOneTime(open);
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  async function tokenWith(refreshOverlap: string): Promise<string> {
    registered = await registerApp(app, { firstParty: true });
    await changeApp(app.services, registered.app.id, { refreshOverlap });
    const { browser } = await personOf(app);
    const begun = await beginSignIn(registered);
    return (await redeem(registered, await signInTo(browser, begun), begun)).refresh_token ?? '';
  }

  const refresh = (token: string) => client.refreshTokenGrant(registered.config, token);

  test('gives the same successor again within the overlap, and its access tokens work', async () => {
    const first = await tokenWith('30s');
    const once = await refresh(first);
    app.clock.advance(30_000);
    const again = await refresh(first);
    expect(again.refresh_token).toBe(once.refresh_token);
    expect(again.refresh_token).not.toBe(first);
    for (const { access_token: token, claims } of [once, again])
      await client.fetchUserInfo(registered.config, token, claims()?.sub ?? client.skipSubjectCheck);
    const next = await refresh(once.refresh_token ?? '');
    expect((await refresh(first)).refresh_token, 'also when that was used').toBe(once.refresh_token);
    expect((await refresh(once.refresh_token ?? '')).refresh_token).toBe(next.refresh_token);
  });

  test('ends everything after it', async () => {
    const first = await tokenWith('30s');
    const once = await refresh(first);
    app.clock.advance(31_000);
    await expect(refresh(first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(refresh(once.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('ends everything at once where there is no overlap', async () => {
    const first = await tokenWith('0');
    const once = await refresh(first);
    await expect(refresh(first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(refresh(once.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('of 50 at once all get the one successor', async () => {
    const first = await tokenWith('60s');
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(first)));
    const successors = new Set(answers.map(({ refresh_token: token }) => token));
    expect(successors.size).toBe(1);
    const [successor = ''] = successors;
    const rows = await app.services.db
      .selectFrom('app_records as r')
      .innerJoin('app_grants as g', 'g.id', 'r.grant_id')
      .select(['r.id_hash', 'r.payload'])
      .where('r.kind', '=', 'RefreshToken')
      .where('g.app_id', '=', registered.app.id)
      .execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows), 'it is stored as a hash').not.toContain(successor);
    expect((await refresh(successor)).refresh_token).not.toBe(successor);
  });

  test('works no longer once the person has signed out', async () => {
    const first = await tokenWith('60s');
    await refresh(first);
    await app.services.db.deleteFrom('sessions').execute();
    await expect(refresh(first)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test.each(['61s', '1500ms', '-1', 'soon', ''])('%j is no overlap', async (refreshOverlap) => {
    await tokenWith('0');
    await expect(changeApp(app.services, registered.app.id, { refreshOverlap })).rejects.toThrow(
      'may be used again',
    );
  });
});
