import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { queueMail } from '../../src/kit/mail/index.ts';
import { freshPostgres } from '../support/databases.ts';
import { composeMail } from '../support/in-english.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

const secretKey = 'Jw3fXq8TzLr5VbYh2KcNd7PmQs4GtUe9';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let database: Database;
let mailServer: MailServer;
let servers: RunningServer[];

/** Two processes in production on one PostgreSQL, and a mail server that takes its time. */
beforeEach(async () => {
  postgres = await freshPostgres();
  mailServer = await startMailServer({ onMail: (answer) => setTimeout(answer, 100) });
  const env = {
    LATCHKEY_PUBLIC_URL: 'http://localhost:5000',
    LATCHKEY_SECRET_KEY: secretKey,
    LATCHKEY_DATABASE_URL: postgres.location.url,
    LATCHKEY_MAIL_URL: `smtp://127.0.0.1:${mailServer.port}`,
    LATCHKEY_MAIL_FROM: 'Latchkey <login@example.com>',
  };
  servers = await Promise.all([1, 2].map(() => startLatchkey({ command: 'serve', env })));
  database = openDatabase(postgres.location);
});
afterEach(async () => {
  await database.close();
  await Promise.all(servers.map((server) => server.stop()));
  await mailServer.close();
  await postgres.remove();
});

async function queueMails(count: number): Promise<string[]> {
  const receivers = Array.from({ length: count }, (_, at) => `person-${at}@example.com`);
  const site = { name: 'Latchkey', url: 'http://localhost:5000' };
  for (const to of receivers) {
    const content = { to, site, subject: 'Hello', heading: 'Hello', paragraphs: ['A secret.'] };
    const mail = { ...composeMail(content), kind: 'notice', accountId: null } as const;
    await inTransaction(database.db, (tx) => queueMail(tx, secretKey, mail, Date.now()));
  }
  return receivers.toSorted();
}

const arrived = () => mailServer.received.flatMap(({ to }) => to).toSorted();

/** Mails of which nobody has noted yet that they were sent. */
const open = () => database.db.selectFrom('outbox').select('id').where('sent_at', 'is', null).execute();

test('two processes bring every mail once, soon, and forget what it said', async () => {
  const receivers = await queueMails(40);
  await vi.waitFor(async () => expect(await open()).toEqual([]), { timeout: 20_000, interval: 50 });
  expect(arrived()).toEqual(receivers);
  const texts = await database.db.selectFrom('outbox').select('sealed').distinct().execute();
  expect(texts).toEqual([{ sealed: null }]);
});

test('a process that is told to stop in the middle loses no mail and sends none twice', async () => {
  const receivers = await queueMails(40);
  await vi.waitFor(() => expect(mailServer.received.length).toBeGreaterThan(3), {
    timeout: 20_000,
    interval: 5,
  });
  const [first] = servers.splice(0, 1);
  expect(await first?.stop()).toBe(0);
  await vi.waitFor(async () => expect(await open()).toEqual([]), { timeout: 20_000, interval: 50 });
  expect(arrived()).toEqual(receivers);
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  const counted = database.db
    .selectFrom('statistics')
    .select(({ fn }) => fn.sum<string>('count').as('count'));
  const { count } = await counted.where('name', '=', 'emails-sent').executeTakeFirstOrThrow();
  expect(Number(count), 'each is counted once, whoever sent it').toBe(receivers.length);
});
