import { open as openFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Database, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { buildApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { eachDatabase } from '../support/databases.ts';

type Act = (app: TestApp, self: Browser, username: string) => Promise<Answer>;

/** What is told only once no power cut can take it back. */
const acts: Readonly<Record<string, Act>> = {
  'a registration': (app) => app.browser().register(freshName(), goodPassword),
  'a login': (app, _, username) => app.browser().login(username, goodPassword),
  'a wrong password, which is counted': (app, _, username) => app.browser().login(username, otherPassword),
  'new data': (_, self) => self.send('PUT', '/api/me/data', { colour: 'teal' }),
  'a new password': (_, self) =>
    self.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword }),
  'the end of a session': (_, self) => self.post('/api/logout'),
};

eachDatabase('the answer to', (make) => {
  if (make.dialect === 'postgres') {
    // Its server syncs; that it is told to is all that is ours.
    test('anything waits for the disk of PostgreSQL, since nothing of ours turns that off', async () => {
      const { db } = await make();
      const { rows } = await (await import('kysely')).sql<{
        setting: string;
      }>`select current_setting('synchronous_commit') as setting`.execute(db);
      expect(rows).toEqual([{ setting: 'on' }]);
    });
    return;
  }

  let database: Database;
  let app: TestApp;
  beforeAll(async () => {
    database = openDatabase(await make.location());
    await migrate(database, migrations, 0);
    app = await buildApp(database);
    return async () => {
      await app.app.close();
      await database.close();
    };
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Holds up every `datasync` of the process, as a slow disk does. */
  async function holdUpSyncs(): Promise<{ release(): void; held(): number }> {
    const handle = await openFile(process.execPath);
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const datasync = prototype.datasync;
    const { promise, resolve } = Promise.withResolvers<void>();
    let held = 0;
    vi.spyOn(prototype, 'datasync').mockImplementation(async function (this: typeof handle) {
      held += 1;
      await promise;
      await datasync.call(this);
    });
    return { release: resolve, held: () => held };
  }

  describe.each(Object.entries(acts))('%s', (_, act) => {
    test('waits until the disk has it', async () => {
      const self = app.browser();
      const username = freshName();
      await self.register(username, goodPassword);
      const disk = await holdUpSyncs();
      let answered = false;
      const answer = act(app, self, username).then((one) => {
        answered = true;
        return one;
      });
      for (let waited = 0; disk.held() === 0 && waited < 5000 && !answered; waited += 5) await setTimeout(5);
      await setTimeout(50);
      expect(answered, 'answered before the disk had it').toBe(false);
      expect(disk.held()).toBeGreaterThan(0);
      disk.release();
      expect((await answer).status).toBeLessThan(500);
    });
  });
});
