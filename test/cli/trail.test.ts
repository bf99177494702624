import { expect, test } from 'vitest';
import { inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { createLogger } from '../../src/kit/log.ts';
import { queueMail } from '../../src/kit/mail/index.ts';
import { createAccountReader } from '../../src/people/accounts/index.ts';
import { strangersKey } from '../../src/people/limits/index.ts';
import { createTrails } from '../../src/people/trails/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, run, startCommand } from './command-line.ts';
import { play } from './transcript.ts';

const registered = '{"Ada": {"password": "3af00c6cad11f7ab5db4467b66ce503e", "data": "testing"}}';

test('used wrongly', () => {
  play(`
    $ latchkey trail
    ! No Latchkey database found: …
    ! Check --data-dir, …
    exit 1
    $ latchkey trail att_7k3mq2xv9d4t --account ada
    ! An attempt can't be combined with --account.
    ! Use one of them.
    exit 2
    $ latchkey trail --watch att_7k3mq2xv9d4t
    ! An attempt can't be combined with --watch.
    ! Use one of them.
    exit 2
    $ latchkey trail --limit 0
    ! --limit must be a whole number from 1 to 999, not "0".
    ! Run "latchkey trail --help" for usage.
    exit 2
  `);
});

test('how long attempts are kept is what this server is set to', () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey trail
    No attempts found. Attempts are kept for 36 hours (trails.keep).
  `,
    { env: { LATCHKEY_TRAILS_KEEP: '36h' } },
  );
});

test('where nothing has happened yet', () => {
  play(`
    $ latchkey migrate
    ⋮
    $ latchkey trail
    No attempts found. Attempts are kept for 30 days (trails.keep).
    $ latchkey trail swordfish
    ! "swordfish" isn't an attempt ID or support code.
    ! They look like att_7k3mq2xv9d4t and 7K3M-Q2XV-9D4T.
    exit 2
    $ latchkey trail 7K3M-Q2XV-9D4T
    ! No attempt att_7k3mq2xv9d4t found.
    ! Check the code. Attempts are kept for 30 days (trails.keep).
    exit 1
    $ latchkey trail --account ada
    ! No account named "ada" in …latchkey-data/latchkey.sqlite.
    ! Run "latchkey accounts list --search TEXT" …
    exit 1
  `);
});

eachDatabase('latchkey trail', (make) => {
  test("tells an operator why somebody couldn't sign in", { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const id = await fail(database);
      const text = (await run(['trail', '--account', 'ADA'], env)).out.replaceAll(
        /\d{4}-\S+ [\d:]+/g,
        'THEN',
      );
      expect(text).toBe(
        `${`
${codeOf(id)} (${id}), sign-in of Ada
  Ada couldn't sign in: the password is correct, the authenticator code is 90 s late, so the phone's clock may be wrong.
  Turn on automatic time on the phone.
  After 6 incorrect passwords in a row, sign-in must wait 10 min more, until THEN UTC. "latchkey accounts unlock Ada" ends it. Browsers that have signed in before aren't affected.

  THEN, waiting for the next step, 0.4 ms
             0.1 ms  JSON request from 203.0.113.1.
  ok         0.1 ms  Found Ada's account by its username.
  ok         0.1 ms  Ada's password was checked against argon2id, m=19456 t=2 p=1: it matches.
             0.1 ms  A second factor is required: authenticator code.

  THEN, refused, 0.3 ms
             0.1 ms  JSON request from 203.0.113.1.
  refused    0.1 ms  Ada's authenticator code is outside its time window (90 s late).
  refused    0.1 ms  Answered with the error invalid-credentials.

All times are UTC.
`.trim()}\n`,
      );
      const byCode = await run(['trail', codeOf(id), '--json'], env);
      expect(JSON.parse(byCode.out)).toMatchObject({
        id,
        code: codeOf(id),
        username: 'Ada',
        explanation: [expect.stringContaining('clock'), expect.any(String), expect.any(String)],
        parts: [
          { kind: 'login', outcome: 'more' },
          {
            outcome: 'refused',
            steps: [
              { code: 'received', address: '203.0.113.1', outcome: 'info' },
              { code: 'factor-answered', reason: 'outside-window', lateSeconds: 90, outcome: 'refused' },
              { code: 'refused' },
            ],
          },
        ],
      });
      expect((await run(['trail', id], env)).out).toContain("Ada couldn't sign in");
    } finally {
      await database.close();
    }
  });

  test('says of an email that somebody waits for what became of it', { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const account = await createAccountReader(database).findByKey('ada');
      const accountId = account?.id ?? '';
      const trails = recordersOn(database);
      const trail = trails.begin({ kind: 'recover', format: 'json', address: '203.0.113.1' });
      trail.account(accountId);
      trail.note({ code: 'recovery-link', state: 'asked' });
      trail.end('more');
      await trails.stop();
      const letter = {
        kind: 'recover',
        accountId,
        to: 'ada@example.com',
        subject: 's',
        text: 't',
        html: 'h',
      } as const;
      const id = await inTransaction(database.db, (tx) =>
        queueMail(tx, 'a key that nobody opens it with', letter, Date.now()),
      );
      const told = async () => (await run(['trail', '--account', 'ada'], env)).out;
      expect(await told()).toContain('The email has been waiting to be sent since');
      const failed = { tries: 1, last_error: 'EENVELOPE 550 5.1.1 at RCPT TO', failed_at: Date.now() };
      await database.db.updateTable('outbox').set(failed).where('id', '=', id).execute();
      expect(await told()).toMatch(
        /the email couldn't be sent: the mail server refused the address: .+ \(EENVELOPE 550 5\.1\.1/,
      );
      expect(await told()).not.toContain('spam');
    } finally {
      await database.close();
    }
  });

  test('follows attempts as they come, those of one account alone', { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const earlier = await fail(database);
      const watches = [
        startCommand(['trail', '--watch'], env),
        startCommand(['trail', '--watch', '--account', 'ada', '--json'], env),
      ] as const;
      await Promise.all(watches.map(({ printed }) => printed('Press Ctrl+C to stop.')));
      const trails = recordersOn(database);
      const strangers = trails.begin({ kind: 'login', format: 'form', address: '203.0.113.9' });
      strangers.note({ code: 'account-looked-up', by: 'username', found: false });
      strangers.end('refused');
      const newest = trails.begin({ kind: 'login', format: 'form', address: '203.0.113.1' });
      newest.account((await createAccountReader(database).findByKey('ada'))?.id ?? '');
      newest.note({ code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: false });
      newest.end('refused');
      const shown = Promise.all(watches.map(({ printed }) => printed(newest.id)));
      await trails.stop();
      await shown;
      for (const { kill } of watches) kill('SIGINT');
      const [all, adas] = await Promise.all(watches.map(({ ended }) => ended));
      expect([all?.exitCode, adas?.exitCode]).toEqual([0, 0]);
      expect(all?.out).toContain("Someone couldn't sign in: no account has this username.");
      expect(all?.out).toContain("Ada couldn't sign in: the password is incorrect");
      expect(all?.out, 'what came before').not.toContain(earlier);
      const lines = (adas?.out ?? '').trim().split('\n');
      expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id))).toEqual(
        new Set([newest.id]),
      );
    } finally {
      await database.close();
    }
  });

  test('shows the newest of all, with those on names that nobody has', { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const known = await fail(database);
      const trails = recordersOn(database);
      const trail = trails.begin({ kind: 'login', format: 'form', address: '203.0.113.9' });
      trail.note({ code: 'account-looked-up', by: 'username', found: false });
      trail.end('refused');
      await trails.stop();
      const newest = (await run(['trail'], env)).out;
      expect(newest).toContain("Someone couldn't sign in: no account has this username.");
      expect(newest).not.toContain(known);
      const lines = (await run(['trail', '--limit', '5', '--json'], env)).out.trim().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([trail.id, known]);
    } finally {
      await database.close();
    }
  });
});

type Opened = ReturnType<typeof openDatabase>;

function recordersOn(database: Opened) {
  let time = 0;
  return createTrails({
    config: { trails: { keep: 1, most: 10 }, telemetry: { otlpUrl: '' } },
    database,
    clock: Date.now,
    log: createLogger({ level: 'silent', format: 'json' }),
    isProblem: () => true,
    elapsed: () => {
      time += 0.1;
      return time;
    },
  });
}

/** Ada's password was right and her code late; then a stranger has guessed. */
async function fail(database: Opened): Promise<string> {
  const account = await createAccountReader(database).findByKey('ada');
  const accountId = account?.id ?? '';
  const trails = recordersOn(database);
  const first = trails.begin({ kind: 'login', format: 'json', address: '203.0.113.1' });
  first.account(accountId);
  first.note({ code: 'account-looked-up', by: 'username', found: true });
  first.note({ code: 'password-verified', m: 19_456, t: 2, p: 1, wraps: 'nothing', match: true });
  first.note({ code: 'second-factor-asked', factors: ['totp'] });
  first.end('more');
  const second = trails.resume(first.id, { kind: 'login', format: 'json', address: '203.0.113.1' });
  second.account(accountId);
  second.note({
    code: 'factor-answered',
    factor: 'totp',
    ok: false,
    reason: 'outside-window',
    lateSeconds: 90,
  });
  second.note({ code: 'refused', problem: 'invalid-credentials' });
  second.end('refused');
  await trails.stop();
  const until = Date.now() + 595_000;
  await database.db
    .insertInto('limits')
    .values({
      key: strangersKey(accountId),
      account_id: accountId,
      count: 6,
      blocked_until: until,
      expires_at: until,
    })
    .execute();
  return first.id;
}

const codeOf = (id: string): string => (id.slice(4).toUpperCase().match(/.{4}/g) ?? []).join('-');
