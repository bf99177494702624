import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/kit/db/index.ts';
import { type AppAnswer, type AppAt, appAt, useApp } from '../support/app-at-two.ts';
import { eachDatabase } from '../support/databases.ts';
import { freshName, goodPassword } from '../support/names.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { stallInserts } from '../support/stalled-inserts.ts';
import { environment, type Visitor, visitorOf } from '../support/two-servers.ts';

/** Once in every run of the tests; `npm run prove -- kill-tokens` asks for more. */
const rounds = Number(process.env.KILLS ?? 1);

/** Something that is used up when it is exchanged. */
interface Exchange {
  /** What it is kept as. */
  readonly kind: 'AuthorizationCode' | 'RefreshToken' | 'DeviceCode';
  exchange(): Promise<AppAnswer>;
  /** What the app had before. */
  readonly before?: AppAnswer['body'];
}

type Begin = (at: Parameters<typeof useApp>[0], app: AppAt, browser: Visitor) => Promise<Exchange>;

const exchanges: Readonly<Record<string, Begin>> = {
  async code(at, app, browser) {
    const { redeem } = await useApp(at, browser, {}, app);
    return { kind: 'AuthorizationCode', exchange: () => redeem(0) };
  },
  async 'refresh token'(at, app, browser) {
    const { redeem, refresh } = await useApp(at, browser, {}, app);
    const before = (await redeem(0)).body;
    return { kind: 'RefreshToken', exchange: () => refresh(0, before.refresh_token), before };
  },
  async 'device code'(_at, app, browser) {
    const { body } = await app.post(0, '/oauth/device', { scope: 'openid' });
    const { device_code = '', user_code: letters = '' } = body;
    await browser.pages(0).submit('/device', { letters, decision: 'allow' });
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    return { kind: 'DeviceCode', exchange: () => app.post(0, '/oauth/token', { grant_type, device_code }) };
  },
};

eachDatabase('a server that is killed when it has used up what an app exchanges', (make) => {
  const servers: RunningServer[] = [];
  let database: Database;
  let start: () => Promise<void>;
  beforeAll(async () => {
    const location = await make.location();
    const isFile = 'file' in location;
    const mail = { LATCHKEY_MAIL_URL: 'smtp://127.0.0.1:9' };
    const env = { ...environment, ...mail, ...(!isFile && { LATCHKEY_DATABASE_URL: location.url }) };
    start = async () => {
      const options = { command: 'serve', env, ...(isFile && { dataDir: dirname(location.file) }) } as const;
      servers[0] = await startLatchkey(options);
    };
    await start();
    database = openDatabase(location);
  });
  afterAll(async () => {
    await database?.close();
    await servers[0]?.stop();
  });

  /** Kills the server between the statement that uses it up and the next one, which writes what is given for it. */
  async function killAtSave({ kind, exchange }: Exchange): Promise<void> {
    const { db } = database;
    const used = () =>
      db
        .selectFrom('app_records')
        .select('id_hash')
        .where('kind', '=', kind)
        .where('consumed_at', 'is not', null)
        .execute();
    const before = (await used()).length;
    const resume = await stallInserts(database, 'app_records');
    const lost = expect(exchange(), 'no answer comes').rejects.toThrow();
    await vi.waitFor(async () => expect(await used()).toHaveLength(before + 1), { timeout: 20_000 });
    await servers[0]?.kill9();
    await lost;
    await resume();
    await start();
  }

  const grantOf = async (app: AppAt) => {
    const grants = database.db.selectFrom('app_grants').selectAll();
    const rows = await grants.where('app_id', '=', app.added.app.id).orderBy('created_at', 'desc').execute();
    return rows[0];
  };
  const tokensOf = async (app: AppAt) => {
    const records = database.db.selectFrom('app_records').select(['kind', 'consumed_at']);
    const rows = await records.where('grant_id', '=', (await grantOf(app))?.id ?? '').execute();
    return rows.filter((row) => row.kind.endsWith('Token') && row.consumed_at === null).length;
  };

  test.each(Object.entries(exchanges))(
    'V2.3.3 a %s: nothing is given for it, before or after; the person signs in again and all is well',
    { timeout: 60_000 + rounds * 30_000 },
    async (_name, begin) => {
      const at = { database, url: () => servers[0]?.url ?? '' };
      for (let round = 0; round < rounds; round++) {
        const browser = visitorOf(servers);
        const person = { username: freshName(), password: goodPassword };
        expect((await browser.send(0, 'POST', '/api/register', person)).status).toBe(201);
        const kind = begin === exchanges['device code'] ? 'device' : 'web';
        const app = await appAt(at, { kind, ...(kind === 'device' && { redirects: [] }) });
        const one = await begin(at, app, browser);
        const had = one.before ? 1 : 0;
        await killAtSave(one);
        expect(await tokensOf(app), 'of an exchange that was not answered nothing is left').toBe(had);
        const { access_token: token } = one.before ?? {};
        if (token !== undefined) expect((await app.userinfo(0, token)).status, 'it goes on').toBe(200);
        expect((await one.exchange()).body.error, 'it is used up').toBe('invalid_grant');
        expect(await grantOf(app)).toMatchObject({ why: 'reused' });
        if (token !== undefined) expect((await app.userinfo(0, token)).status).toBe(401);
        const again = await (await begin(at, app, browser)).exchange();
        expect((await app.userinfo(0, again.body.access_token)).status).toBe(200);
      }
    },
  );
});
