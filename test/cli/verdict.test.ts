import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { createLogger } from '../../src/kit/log.ts';
import { createAccountReader } from '../../src/people/accounts/index.ts';
import { codeKeys, strangersKey } from '../../src/people/limits/index.ts';
import { createTrails } from '../../src/people/trails/index.ts';
import { makeReadOnly } from '../support/database-troubles.ts';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, run } from './command-line.ts';

const registered = '{"anna": {"password": "3af00c6cad11f7ab5db4467b66ce503e", "data": "testing"}}';

interface Case {
  readonly key: (id: string) => string;
  readonly count: number;
  /** Seconds; 0 for none. */
  readonly wait: number;
  readonly canLogIn: 'later' | 'no';
  readonly says: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  'a wait of a known browser': {
    key: (id) => `${strangersKey(id)}:device:x`,
    count: 6,
    wait: 3000,
    canLogIn: 'later',
    says: /[Aa]fter 6 incorrect passwords in a row, browsers that the account knows must wait (50|49) min more\./,
  },
  'too many passwords in known browsers': {
    key: (id) => `${strangersKey(id)}:all`,
    count: 100,
    wait: 0,
    canLogIn: 'no',
    says: /[Aa]fter 100 incorrect passwords in a row, password sign-in is turned off for browsers that the account knows/,
  },
  'a wait of strangers for the next code': {
    key: (id) => codeKeys(id)[0],
    count: 7,
    wait: 3000,
    canLogIn: 'later',
    says: /[Aa]fter 7 incorrect codes in a row, browsers that the account doesn't know must wait (50|49) min more\./,
  },
  'too many codes of strangers': {
    key: (id) => codeKeys(id)[0],
    count: 50,
    wait: 0,
    canLogIn: 'no',
    says: /[Aa]fter 50 incorrect codes in a row, codes are turned off for browsers that the account doesn't know, but not for those that it knows\. "latchkey/,
  },
  'too many codes in known browsers': {
    key: (id) => codeKeys(id)[1],
    count: 50,
    wait: 0,
    canLogIn: 'no',
    says: /codes are turned off for browsers that the account knows/,
  },
};

eachDatabase('accounts show and trail', (make) => {
  test('agree on whether somebody can sign in now, and say so in the same words', {
    timeout: 120_000,
  }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const id = (await createAccountReader(database).findByKey('anna'))?.id ?? '';
      const trails = createTrails({
        config: { trails: { keep: 100_000, most: 10 }, telemetry: { otlpUrl: '' } },
        database,
        clock: Date.now,
        log: createLogger({ level: 'silent', format: 'json' }),
        isProblem: () => true,
      });
      const trail = trails.begin({ kind: 'login', format: 'json', address: '203.0.113.1' });
      trail.account(id);
      trail.note({ code: 'account-looked-up', by: 'username', found: true });
      trail.note({ code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: false });
      trail.end('refused');
      await trails.stop();
      // A wrong code holds nobody up who is asked for none.
      const app = {
        account_id: id,
        secret: 'sealed',
        subject: null,
        confirmed_at: 1,
        last_step: 0,
        tries: 0,
      };
      await database.db
        .insertInto('totp')
        .values({ ...app, created_at: 1 })
        .execute();
      for (const [what, { key, count, wait, canLogIn, says }] of Object.entries(cases)) {
        const now = Date.now();
        const blocked_until = wait > 0 ? now + wait * 1000 : 0;
        const row = { key: key(id), account_id: id, count, blocked_until, expires_at: now + 10_000_000 };
        await database.db.insertInto('limits').values(row).execute();
        const shown = JSON.parse((await run(['accounts', 'show', 'anna', '--json'], env)).out) as {
          canLogIn: string;
          because: string;
        };
        expect([shown.canLogIn, shown.because], what).toEqual([canLogIn, expect.stringMatching(says)]);
        const told = JSON.parse((await run(['trail', '--account', 'anna', '--json'], env)).out) as {
          explanation: string[];
        };
        expect(told.explanation.join(' '), what).toMatch(says);
        await database.db.deleteFrom('limits').execute();
      }
      const shown = (await run(['accounts', 'show', 'anna'], env)).out;
      expect(shown).toContain('Can sign in: yes');
      expect((await run(['trail', '--account', 'anna'], env)).out).not.toContain('must wait');
    } finally {
      await database.close();
    }
  });

  test('say that nobody can sign in while the database takes no writes, and what to do', {
    timeout: 120_000,
  }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    const says =
      'file' in location
        ? /Nobody can sign in now: the database is locked or overloaded\. Close what holds a lock/
        : /Nobody can sign in now: the database is read-only\. PostgreSQL: `database\.url` must lead to the primary/;
    try {
      const end = 'file' in location ? lock(location.file) : await makeReadOnly(database);
      const shown = await run(['accounts', 'show', 'anna'], env);
      const absent = await run(['trail', '7K3M-Q2XV-9D4T'], env);
      await end();
      expect(shown.out).toMatch(/Can sign in: no, nobody can sign in now/);
      expect(shown.out).toMatch(new RegExp(says.source, 'i'));
      expect(absent.err).toMatch(says);
      expect(absent.err).toContain('Then run this again.');
      expect((await run(['accounts', 'show', 'anna'], env)).out).toContain('Can sign in: yes');
      expect((await run(['trail', '7K3M-Q2XV-9D4T'], env)).err).toContain('Check the code.');
    } finally {
      await database.close();
    }
  });
});

/** Holds the file's write lock, as a backup or a database shell may; answers what lets go of it. */
function lock(file: string): () => void {
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  return () => other.close();
}
