import { copyFile, readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { People } from '../../scripts/fixture/people.ts';
import { type Database, type DatabaseLocation, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { hours, minutes } from '../../src/kit/duration.ts';
import { createLogger } from '../../src/kit/log.ts';
import { createPostman, createSmtpSend } from '../../src/kit/mail/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { prepare } from '../../src/start/prepare.ts';
import { buildApp, type TestApp } from '../support/app.ts';
import { type RequestOptions, softwareAuthenticator } from '../support/authenticator.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase } from '../support/databases.ts';
import { startMailServer } from '../support/mail-server.ts';
import { totpCode } from '../support/totp-codes.ts';

/** Every version's own fixture stays: who comes from any of them goes on. */
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const folders = (await readdir(fixtures, { withFileTypes: true })).filter((entry) => entry.isDirectory());
const versions = folders.map(({ name }) => name).toSorted();

test('there is a fixture of each version that was given away', () => {
  expect(versions).toContain('0.1.0');
});

describe.each(versions)('people of %s', (version) => {
  eachDatabase('go on', (make) => {
    let people: People;
    let database: Database;
    let app: TestApp;

    beforeAll(async () => {
      const folder = `${fixtures}/${version}`;
      people = JSON.parse(await readFile(`${folder}/${make.dialect}.json`, 'utf8'));
      const location = await make.location();
      await restore(folder, location);
      database = openDatabase(location);
      await migrate(database, migrations, people.madeAt + 1);
      const { secretKey, publicUrl } = people;
      const settings = { secretKey, publicUrl, login: { emailCode: true } };
      app = await buildApp(database, settings, fakeClock(people.madeAt + minutes(1)));
      await prepare(app.services);
    });
    afterAll(async () => {
      await app?.app.close();
      await database?.close();
    });

    const now = () => app.clock();
    const beginLogin = async (username: string) => {
      const browser = app.browser();
      const { status, body } = await browser.login(username, people.password);
      expect([status, body.status]).toEqual([200, 'more']);
      const answer = (step: string, sent: object) => browser.post(`/api/login/${body.attempt}/${step}`, sent);
      return { browser, body, answer };
    };

    test('on the schema of now, which is the one that an empty database gets', async () => {
      expect(await database.dumpSchema()).toBe(await (await make()).dumpSchema());
    });

    test('by their password, with their data', async () => {
      const browser = app.browser();
      expect((await browser.login('has-password', people.password)).body.status).toBe('complete');
      expect(JSON.parse((await browser.get('/api/me/data')).text)).toEqual(people.data);
      expect((await app.browser().login('has-password', 'another one altogether')).status).toBe(401);
    });

    test('by a wrapped MD5 and by a weak password, as the workshop asks', async () => {
      for (const username of ['is-wrapped', 'is-weak']) {
        const answer = await app
          .browser()
          .get(`/login?username=${username}&password=${people.weakPassword}`, {
            headers: { accept: '*/*' },
          });
        expect([answer.status, answer.text], username).toEqual([200, 'testing']);
      }
    });

    test('with the failures that were counted', async () => {
      const rows = await database.db.selectFrom('limits').selectAll().execute();
      expect(rows.some(({ count }) => count === people.wrongTries)).toBe(true);
      expect((await app.browser().login('was-tried', people.password)).body.status).toBe('complete');
    });

    test('by the code of their app', async () => {
      const { browser, answer } = await beginLogin('has-app');
      expect((await answer('totp', { code: totpCode(people.totpSecret, now()) })).body.status).toBe(
        'complete',
      );
      expect((await browser.get('/api/session')).status).toBe(200);
    });

    test('by a recovery code that was not used, and by no other', async () => {
      const { answer } = await beginLogin('has-codes');
      const used = await answer('recovery-code', { code: people.usedRecoveryCode });
      expect(used.status).toBe(401);
      const [unused = ''] = people.recoveryCodes;
      expect((await answer('recovery-code', { code: unused })).body.status).toBe('complete');
    });

    test('by their passkey, without a name', async () => {
      const browser = app.browser();
      const begun = (await browser.post('/api/login', {})).body;
      const offer = begun.next?.find(({ factor }) => factor === 'passkey');
      const response = softwareAuthenticator({ kept: people.passkey }).get(offer?.options as RequestOptions);
      const done = await browser.post(`/api/login/${begun.attempt}/passkey`, { response });
      expect(done.body.status).toBe('complete');
      expect(done.body.account?.username).toBe('has-passkey');
    });

    test('in the sessions that they had', async () => {
      const asked = [{ cookie: people.sessionCookie }, { authorization: `Bearer ${people.sessionToken}` }];
      for (const headers of asked) {
        const { status, body } = await app.browser().get('/api/session', { headers });
        expect([status, body.account?.username]).toEqual([200, 'has-session']);
      }
    });

    test('from the middle of a login', async () => {
      const code = totpCode(people.unfinishedTotpSecret, now());
      const path = `/api/login/${people.unfinishedAttempt}/totp`;
      const done = await app.browser().post(path, { code }, { headers: { cookie: people.unfinishedCookie } });
      expect(done.body.status).toBe('complete');
    });

    test('by the code of a mail that was sent before', async () => {
      const path = `/api/login/${people.codeAttempt}/email-code`;
      const headers = { authorization: `Bearer ${people.codeToken}` };
      const done = await app.browser().post(path, { code: people.loginCode }, { headers });
      expect(done.body.status).toBe('complete');
    });

    test('by the links of mails that were sent before', async () => {
      const verified = await app.browser().post('/api/email/verify', { token: people.verifyToken });
      expect(verified.status).toBe(200);
      const newPassword = 'cobalt ferry sandal quince';
      const recovered = await app
        .browser()
        .post('/api/recover/complete', { token: people.recoverToken, newPassword });
      expect(recovered.status).toBe(204);
      expect((await app.browser().login('is-recovering', newPassword)).body.status).toBe('complete');
    });

    test('to the second factor that they must add', async () => {
      const { body } = await beginLogin('must-enrol');
      expect(body.next?.[0]?.factor).toBe('add-totp');
    });

    test('with the mails that waited', async () => {
      const server = await startMailServer();
      const log = createLogger({ level: 'error', format: 'json', write: () => {} });
      const url = `smtp://127.0.0.1:${server.port}`;
      const send = createSmtpSend({ url, from: 'login@example.com', tls: 'optional' });
      app.clock.advance(hours(1));
      const postman = createPostman({ ...app.services, log, send });
      try {
        await postman.deliverDue();
        const link = server.received.find(({ to }) => to.includes(people.pendingAddress));
        expect(link?.parsed.text).toContain(people.verifyToken);
      } finally {
        await postman.stop();
        await server.close();
      }
    });
  });
});

async function restore(folder: string, location: DatabaseLocation): Promise<void> {
  if ('file' in location) return copyFile(`${folder}/latchkey.sqlite`, location.file);
  const client = new pg.Client({ connectionString: location.url });
  await client.connect();
  try {
    await client.query(await readFile(`${folder}/postgres.sql`, 'utf8'));
  } finally {
    await client.end();
  }
}
