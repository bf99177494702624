import { expect } from 'vitest';
import { type AppAnswer, type AppAt, appAt, useApp } from '../support/app-at-two.ts';
import { beginSignIn, follow, setUp } from '../support/app-client.ts';
import { register } from '../support/person.ts';
import { publicUrl, type TwoServers } from '../support/two-servers.ts';

/** Something of an app that is good once, made ready to be used by many. */
interface AppRace {
  /** One of them; the even ones ask the first server, the odd ones the second. */
  run(at: number): Promise<AppAnswer>;
  /** What a loser may be told. */
  readonly lost: readonly (string | number)[];
  /** What is so afterwards. */
  settled(won: AppAnswer['body'], at: number): Promise<void>;
}

/** The use of one value by two means that somebody else has it: what the first was given is worth nothing, at either server. */
const losesAll =
  (two: TwoServers, app: AppAt, accountId: string): AppRace['settled'] =>
  async (won) => {
    for (const which of [0, 1]) {
      expect((await app.userinfo(which, won.access_token)).status, 'the access token').toBe(401);
      const form = { grant_type: 'refresh_token', refresh_token: won.refresh_token ?? '' };
      expect((await app.post(which, '/oauth/token', form)).body.error).toBe('invalid_grant');
    }
    expect(await grantsOf(two, app)).toEqual([{ account_id: accountId, why: 'reused', isLiving: false }]);
  };

async function grantsOf({ database: { db } }: TwoServers, { added: { app } }: AppAt) {
  const rows = await db.selectFrom('app_grants').selectAll().where('app_id', '=', app.id).execute();
  return rows.map(({ account_id, why, revoked_at }) => ({ account_id, why, isLiving: revoked_at === null }));
}

/** A device that shows its code. */
async function waitingDevice(two: TwoServers) {
  const tv = await appAt(two, { kind: 'device', redirects: [] });
  const { body } = await tv.post(0, '/oauth/device', { scope: 'openid offline_access' });
  const { device_code: code = '', user_code: letters = '' } = body;
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const poll = (at: number) => tv.post(at, '/oauth/token', { grant_type, device_code: code });
  return { tv, letters, poll };
}

export const appRaces = {
  async code(two: TwoServers): Promise<AppRace> {
    const { own, accountId } = await register(two, { isProtected: false });
    const app = await appAt(two);
    const { redeem } = await useApp(two, own, {}, app);
    return { run: redeem, lost: ['invalid_grant'], settled: losesAll(two, app, accountId) };
  },

  async refreshToken(two: TwoServers): Promise<AppRace> {
    const { own, accountId } = await register(two, { isProtected: false });
    const app = await appAt(two);
    const { redeem, refresh } = await useApp(two, own, {}, app);
    const { refresh_token: token } = (await redeem(0)).body;
    const run = (at: number) => refresh(at, token);
    return { run, lost: ['invalid_grant'], settled: losesAll(two, app, accountId) };
  },

  async device(two: TwoServers): Promise<AppRace> {
    const { own, accountId } = await register(two, { isProtected: false });
    const { tv, letters, poll } = await waitingDevice(two);
    const allowed = await own.pages(0).submit('/device', { letters, decision: 'allow' });
    expect(allowed).toMatchObject({ status: 200 });
    return { run: poll, lost: ['invalid_grant'], settled: losesAll(two, tv, accountId) };
  },

  /** Ten people have read what the device shows, each in five tabs; every second one declines. */
  async decision(two: TwoServers): Promise<AppRace> {
    const people = await Promise.all(Array.from({ length: 10 }, () => register(two, { isProtected: false })));
    const { tv, letters, poll } = await waitingDevice(two);
    const isAllowing = (at: number) => at % 2 === 0;
    return {
      async run(at) {
        const decision = isAllowing(at) ? 'allow' : 'decline';
        const pages = people[at % 10]?.own.pages(at >> 1);
        return { status: (await pages?.submit('/device', { letters, decision }))?.status ?? 0, body: {} };
      },
      lost: [422, 429],
      async settled(_, at) {
        const { status, body } = await poll(at);
        const person = isAllowing(at) ? people[at % 10] : undefined;
        const grant = { account_id: person?.accountId, why: null, isLiving: true };
        expect(await grantsOf(two, tv)).toEqual(person ? [grant] : []);
        if (!person) return expect([status, body.error]).toEqual([400, 'access_denied']);
        const told = await tv.userinfo(at, body.access_token);
        expect(told.body.sub, 'the device has the account of whoever let it in').toBe(person.accountId);
      },
    };
  },

  /** Allowed in one tab and declined in another; each goes on with the answer that it has. */
  async consent(two: TwoServers): Promise<AppRace> {
    const { own, accountId } = await register(two, { isProtected: false });
    const app = await appAt(two);
    const client = await setUp(app.added, publicUrl, (url, options) =>
      fetch(url.replace(publicUrl, two.url(0)), options as RequestInit),
    );
    const { url } = await beginSignIn(client);
    const { path } = await follow(own.pages(0), `${url.pathname}${url.search}`);
    const jar = own.jar.copy();
    return {
      async run(at) {
        const tab = two.visitor(jar.copy()).pages(at);
        const decision = at % 2 === 0 ? 'allow' : 'decline';
        const { status, headers } = await tab.submit(path, { decision });
        if (status !== 303) return { status, body: {} };
        const { left, page } = await follow(tab, headers.location ?? '');
        if (!left) return { status: page.status, body: {} };
        const error = left.searchParams.get('error');
        return { status: 200, body: { ...(error !== null && { error }) } };
      },
      lost: [400, 410],
      async settled({ error }, at) {
        const isAllowed = at % 2 === 0;
        expect(error).toBe(isAllowed ? undefined : 'access_denied');
        const grant = { account_id: accountId, why: null, isLiving: true };
        expect(await grantsOf(two, app)).toEqual(isAllowed ? [grant] : []);
      },
    };
  },
} satisfies Record<string, (two: TwoServers) => Promise<AppRace>>;
