import { afterEach, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../test/support/app.ts';
import {
  beginSignIn,
  client,
  openAtOneTime,
  personOf,
  redeem,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import { days, hours } from '../../kit/duration.ts';
import { sweep } from '../../start/sweep.ts';

eachApp('what an app leaves behind', (open) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const offline = { scope: 'openid offline_access', prompt: 'consent' };

  /** How many rows there are of each table that apps fill, once what is late has been swept. */
  async function rowsOf({ services }: TestApp): Promise<readonly number[]> {
    await sweep(services);
    const tables = ['app_records', 'app_grants', 'app_sessions'] as const;
    const counts = tables.map((table) =>
      services.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    );
    return (await Promise.all(counts)).map(({ count }) => Number(count));
  }

  test('grows no further however often it refreshes: what it used is kept for as long as that was valid, and a day', async () => {
    const app = await openAtOneTime(open, { apps: { refreshIdle: days(1) } });
    const registered = await registerApp(app);
    const { browser } = await personOf(app);
    const begun = await beginSignIn(registered, offline);
    let { refresh_token: token = '' } = await redeem(registered, await signInTo(browser, begun), begun);
    const before = await rowsOf(app);
    const counts: number[] = [];
    for (let count = 0; count < 20; count++) {
      app.clock.advance(hours(6));
      ({ refresh_token: token = '' } = await client.refreshTokenGrant(registered.config, token));
      const [records = 0, ...others] = await rowsOf(app);
      expect(others).toEqual(before.slice(1));
      counts.push(records - (before[0] ?? 0));
    }
    expect(counts[11]).toBeGreaterThan(counts[3] ?? 0);
    expect(counts.slice(12), 'after the two days').toEqual(Array(8).fill(counts[11]));
  });

  test('grows no further however often the same person signs in to it in a session', async () => {
    const app = await openAtOneTime(open);
    const registered = await registerApp(app);
    const { browser } = await personOf(app);
    const signIn = async (parameters = {}) => {
      const begun = await beginSignIn(registered, parameters);
      await redeem(registered, await signInTo(browser, begun), begun);
    };
    for (const parameters of [{}, offline]) await signIn(parameters);
    const before = await rowsOf(app);
    for (let count = 0; count < 5; count++) for (const parameters of [{}, offline]) await signIn(parameters);
    expect((await rowsOf(app)).slice(1)).toEqual(before.slice(1));
    app.clock.advance(days(16));
    expect((await rowsOf(app))[0], 'of all codes and tokens').toBe(0);
  });
});
