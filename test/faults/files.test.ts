import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { findMail, sealStoredMails } from '../../src/kit/mail/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { buildApp, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/databases.ts';
import { codeTo, handOver, loginCodeTo } from '../support/mails.ts';
import { goodPassword } from '../support/names.ts';

eachDatabase('the files of the database', (make) => {
  let database: Database;
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    const location = await make.location();
    database = openDatabase(location);
    await migrate(database, migrations, 0);
    app = await buildApp(database, { login: { emailCode: true }, email: { verification: 'later' } });
    folder = 'file' in location ? dirname(location.file) : await dataDirectory();
  });
  afterAll(async () => {
    await app?.app.close();
    await database?.close();
  });

  async function dataDirectory(): Promise<string> {
    const { rows } = await sql<{ data_directory: string }>`show data_directory`.execute(database.db);
    return rows[0]?.data_directory ?? '';
  }

  /** The files that hold one of these texts: tables, logs, and whatever else lies there. */
  async function filesWith(...texts: string[]): Promise<string[]> {
    if (database.dialect === 'postgres') await sql`checkpoint`.execute(database.db);
    const found = [];
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      // PostgreSQL removes files of its own at any time.
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      if (texts.some((text) => bytes.includes(text))) found.push(path);
    }
    return found;
  }

  /** Keeps PostgreSQL from clearing away what is deleted meanwhile. The function that is returned ends it. */
  async function startReading(): Promise<() => Promise<void>> {
    if (database.dialect === 'sqlite') return async () => {};
    const reading = await database.db
      .startTransaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute();
    await reading.selectFrom('accounts').select('id').limit(1).execute();
    return async () => void (await reading.commit().execute());
  }

  test('hold no link and no code in the clear, whether the mail waits, was sent, or its link was used', async () => {
    const browser = app.browser();
    const [username, email] = ['longname-of-nobody-else', 'receiver-of-nobody-else@example.com'];
    await browser.register(username, goodPassword, { email });
    const verification = await codeTo(app, email);
    const secrets = [verification];
    const holdNothing = async () => {
      const written = [
        'added this email address to',
        'requested a password reset',
        'is signing in to the account',
      ];
      expect(secrets.every((secret) => secret.length > 8)).toBe(true);
      expect(await filesWith(...secrets, ...written)).toEqual([]);
    };
    await holdNothing();
    await handOver(app);
    await browser.post('/api/email/verify', { token: verification });
    await app.browser().post('/api/recover', { identifier: username });
    secrets.push(await codeTo(app, email));
    await app.browser().post('/api/login', { username });
    const code = await loginCodeTo(app, email);
    secrets.push(`${code.slice(0, 4)} ${code.slice(4)}`);
    await holdNothing();
    await handOver(app);
    await app.browser().post('/api/recover/complete', {
      token: secrets[1],
      newPassword: 'cobalt ferry sandal quince',
    });
    await holdNothing();
    expect(await filesWith(username), 'the files were looked through').not.toEqual([]);
  });

  // PostgreSQL keeps dead rows until its own vacuum comes by; what is secret in them is sealed or hashed.
  if (make.dialect === 'sqlite') {
    test('hold nothing of a deleted account a minute later', { timeout: 90_000 }, async () => {
      const browser = app.browser();
      const [username, text] = ['whoever-is-deleted-here', 'a-document-that-nobody-else-has'];
      await browser.register(username, goodPassword, { email: 'deleted-one@example.com' });
      await browser.send('PUT', '/api/me/data', { text });
      expect(await filesWith(username, text)).not.toEqual([]);
      const gone = await browser.send('DELETE', '/api/me', { password: goodPassword });
      expect(gone.status, gone.text).toBe(204);
      const looked = { timeout: 60_000, interval: 1000 };
      const traces = [username, text, 'deleted-one@example.com'];
      await vi.waitFor(async () => expect(await filesWith(...traces)).toEqual([]), looked);
    });
  }

  test('hold nothing of the mails of 0.1.0 once they are sealed', async () => {
    const { db } = database;
    const text = 'https://login.example.com/recover/complete#lnk_of_an_old_mail';
    await db
      .insertInto('unsealed_mails')
      .values([{ id: '', recipient: '', subject: '', text: '', html: '' }])
      .execute();
    await db
      .insertInto('outbox')
      .values({
        id: 'old',
        account_id: null,
        kind: 'recover',
        sealed: null,
        created_at: 0,
        due_at: 0,
        tries: 0,
        claimed_until: 0,
        sent_at: null,
        failed_at: null,
        last_error: null,
        kept_until: 0,
        copies: 1,
      })
      .execute();
    await db
      .insertInto('unsealed_mails')
      .values([{ id: 'old', recipient: 'old@example.com', subject: 'Old', text, html: text }])
      .execute();
    const stopReading = await startReading();
    await sealStoredMails(database, app.services.secretKey);
    await stopReading();
    expect(await db.selectFrom('unsealed_mails').selectAll().execute()).toEqual([]);
    expect(await findMail(db, app.services.secretKey, 'old')).toMatchObject({ to: 'old@example.com', text });
    const tables = (await filesWith('lnk_of_an_old_mail')).filter((path) => !path.includes('pg_wal'));
    expect(tables).toEqual([]);
  });
});
