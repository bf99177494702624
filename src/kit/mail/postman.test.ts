import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FakeClock, fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { freePort } from '../../../test/support/free-port.ts';
import { composeMail } from '../../../test/support/in-english.ts';
import { startListener, startMailServer } from '../../../test/support/mail-server.ts';
import { type Database, inTransaction, openDatabase } from '../db/index.ts';
import { days, hours, minutes } from '../duration.ts';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { type Letter, queueMail } from './outbox.ts';
import { createPostman, type Postman } from './postman.ts';
import { createSmtpSend, type MailServer, type SmtpTimes } from './smtp.ts';

const secretKey = 'a-key-that-only-the-tests-know-and-share';
const link = 'https://login.example.com/email/verify#token=very-secret';

const mail = composeMail({
  to: 'ada@example.com',
  site: { name: 'Bücher', url: 'https://login.example.com' },
  subject: 'Ist das Ihre Adresse? ✓',
  heading: 'Is this address yours?',
  paragraphs: ['Somebody gave it, with a line that is long enough to be folded on its way. '.repeat(3)],
  code: '471108',
  action: { label: 'Yes', url: link },
});

/** Short enough to be waited for, and too short for a busy machine that has something to send. */
const shortTimes = { connection: 300, greeting: 300, silence: 300, whole: 1000 };

interface Hiring {
  readonly times?: SmtpTimes;
  readonly stopWithin?: number;
}

eachDatabase('the postman', (make) => {
  let database: Database;
  let clock: FakeClock;
  let log: string[];
  const metrics = createMetrics();
  beforeAll(async () => {
    database = await make();
  });
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    await database.db.deleteFrom('outbox').execute();
  });

  function hire(port: number, settings: Partial<MailServer> = {}, hiring: Hiring = {}): Postman {
    const { times, stopWithin } = hiring;
    clock ??= fakeClock();
    log ??= [];
    const send = createSmtpSend(
      { url: `smtp://127.0.0.1:${port}`, from: 'Bücher <login@example.com>', tls: 'required', ...settings },
      times,
    );
    const lines = createLogger({ level: 'info', format: 'json', write: (line) => log.push(line) });
    const more = stopWithin === undefined ? {} : { stopWithin };
    return createPostman({ db: database.db, secretKey, clock, log: lines, send, metrics, ...more });
  }

  async function serve(options: Parameters<typeof startMailServer>[0] = {}) {
    clock = fakeClock();
    log = [];
    const server = await startMailServer(options);
    cleanUps.push(server.close);
    return server;
  }

  async function listen(onConnection: Parameters<typeof startListener>[0]) {
    clock = fakeClock();
    log = [];
    const listener = await startListener(onConnection);
    cleanUps.push(listener.close);
    return listener;
  }

  const queue = (more: Partial<Letter> = {}) =>
    inTransaction(database.db, (tx) =>
      queueMail(tx, secretKey, { ...mail, kind: 'notice', accountId: null, ...more }, clock()),
    );
  const row = (id: string) =>
    database.db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();

  test('hands a mail over, in both forms, from the sender to its one receiver', async () => {
    const server = await serve();
    const id = await queue();
    await hire(server.port).deliverDue();
    expect(server.received).toHaveLength(1);
    const [got] = server.received;
    expect(got).toMatchObject({ from: 'login@example.com', to: ['ada@example.com'] });
    expect(got?.parsed).toMatchObject({
      from: { name: 'Bücher', address: 'login@example.com' },
      to: [{ address: 'ada@example.com' }],
      subject: mail.subject,
      messageId: `<${id}@example.com>`,
      date: new Date(clock()).toISOString(),
      attachments: [],
    });
    expect(got?.parsed.text?.trim()).toBe(mail.text.trim());
    expect(got?.parsed.html?.trim()).toBe(mail.html.trim());
    expect(got?.raw).toMatch(/^auto-submitted: auto-generated/im);
    expect(got?.raw.match(/^(to|cc|bcc):/gim)).toEqual(['To:']);
    expect(await row(id)).toMatchObject({ sent_at: clock(), tries: 1, sealed: null });
  });

  test('brings each of twelve mails once, though two of them carry', async () => {
    const server = await serve();
    const ids = [];
    for (let count = 0; count < 12; count += 1) ids.push(await queue({ to: `person-${count}@example.com` }));
    await Promise.all([hire(server.port).deliverDue(), hire(server.port).deliverDue()]);
    const receivers = server.received.flatMap(({ to }) => to);
    expect(receivers.toSorted()).toEqual(ids.map((_, count) => `person-${count}@example.com`).toSorted());
  });

  test('gives up at once on a receiver who is refused for good', async () => {
    const server = await serve({ refuseRecipient: (to) => (to.startsWith('gone') ? 550 : undefined) });
    const gone = await queue({ to: 'gone@example.com' });
    const there = await queue();
    const postman = hire(server.port);
    await postman.deliverDue();
    expect(await row(gone)).toMatchObject({
      failed_at: clock(),
      last_error: 'EENVELOPE 550 at RCPT TO',
      sealed: null,
    });
    expect(await row(there)).toMatchObject({ sent_at: clock() });
    clock.advance(days(2));
    await postman.deliverDue();
    expect(await row(gone)).toMatchObject({ tries: 1 });
  });

  test('gives up at once on a mail that is refused for good after it was read', async () => {
    const server = await serve({ onMail: (answer) => answer(554) });
    const id = await queue();
    await hire(server.port).deliverDue();
    expect(await row(id)).toMatchObject({ failed_at: clock(), last_error: 'EMESSAGE 554 at DATA' });
  });

  test('tries a minute later what was refused for now', async () => {
    let refusals = 0;
    const server = await serve({ refuseRecipient: () => (refusals++ === 0 ? 451 : undefined) });
    const id = await queue();
    const postman = hire(server.port);
    await postman.deliverDue();
    expect(await row(id)).toMatchObject({ sent_at: null, due_at: clock() + minutes(1), tries: 1 });
    clock.advance(minutes(1) - 1);
    await postman.deliverDue();
    expect(server.received).toHaveLength(0);
    clock.advance(1);
    await postman.deliverDue();
    expect(server.received).toHaveLength(1);
    expect(await row(id)).toMatchObject({ sent_at: clock(), tries: 2 });
  });

  test('keeps a mail when the sender is refused: whoever runs the server can mend that', async () => {
    let isRefused = true;
    const server = await serve({
      more: {
        onMailFrom(_address, _session, callback) {
          callback(isRefused ? Object.assign(new Error('no'), { responseCode: 553 }) : null);
        },
      },
    });
    const id = await queue();
    const postman = hire(server.port);
    await postman.deliverDue();
    expect(await row(id)).toMatchObject({ failed_at: null, last_error: 'EENVELOPE 553 at MAIL FROM' });
    isRefused = false;
    clock.advance(minutes(1));
    await postman.deliverDue();
    expect(await row(id)).toMatchObject({ sent_at: clock() });
  });

  test('gives up after a day, forgets what the mail said, and says so in the log without a secret', async () => {
    await serve();
    const id = await queue();
    const postman = hire(await freePort(), { url: `smtp://ada:pass-word@127.0.0.1:${await freePort()}` });
    const start = clock();
    let tries = 0;
    while ((await row(id))?.failed_at === null) {
      await postman.deliverDue();
      tries += 1;
      const due = (await row(id))?.due_at ?? 0;
      if (due > clock()) clock.set(due);
    }
    expect(tries).toBe(13);
    expect(clock() - start).toBe(hours(24));
    expect(await row(id)).toMatchObject({
      tries: 13,
      sealed: null,
      last_error: 'ECONNREFUSED at CONN',
    });
    expect(log.filter((line) => line.includes("won't be tried again"))).toHaveLength(1);
    expect(log.join('')).toContain(id);
    // Not by itself: a random id may have it among its hexadecimal digits.
    expect(log.join('')).not.toMatch(/\bada\b|very-secret|471108|pass-word/);
  });

  test('names in the log and in the metrics why a mail could not be sent, and counts what became of it', async () => {
    const certificate = {
      key: await readFile('test/support/tls/relay.key'),
      cert: await readFile('test/support/tls/relay.pem'),
    };
    const server = await serve({ more: { disabledCommands: ['AUTH'], ...certificate } });
    const number = async (line: string) =>
      Number(
        (await metrics.text())
          .split('\n')
          .find((one) => one.startsWith(`${line} `))
          ?.split(' ')
          .at(-1) ?? 0,
      );
    const cause = 'SELF_SIGNED_CERT_IN_CHAIN';
    const before = {
      failures: await number(`latchkey_mail_failures_total{cause="${cause}"}`),
      sent: await number('latchkey_mails_total{result="sent"}'),
      givenUp: await number('latchkey_mails_total{result="given-up"}'),
    };
    const id = await queue();
    await hire(server.port, { url: `smtp://0.0.0.0:${server.port}` }).deliverDue();
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { mail: id, tries: 1, cause, remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    ]);
    expect(await number(`latchkey_mail_failures_total{cause="${cause}"}`)).toBe(before.failures + 1);
    expect(await number('latchkey_mails_total{result="given-up"}')).toBe(before.givenUp);
    clock.advance(days(1));
    await hire(server.port, { url: `smtp://0.0.0.0:${server.port}` }).deliverDue();
    expect(await number('latchkey_mails_total{result="given-up"}')).toBe(before.givenUp + 1);
    await queue();
    await hire(server.port).deliverDue();
    expect(await number('latchkey_mails_total{result="sent"}')).toBe(before.sent + 1);
  });

  describe('is not held up by a server that', () => {
    test.each<[string, Parameters<typeof startListener>[0]]>([
      ['never greets', () => undefined],
      ['closes at once', (socket) => socket.destroy()],
      ['speaks another language', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
      [
        'says a letter now and then',
        (socket) => {
          socket.write('220 mail.example ready\r\n250-');
          const timer = setInterval(() => socket.write('x'), 50);
          socket.once('close', () => clearInterval(timer));
        },
      ],
    ])('%s', async (_what, onConnection) => {
      const listener = await listen(onConnection);
      const id = await queue();
      const before = performance.now();
      await hire(listener.port, {}, { times: shortTimes }).deliverDue();
      expect(performance.now() - before).toBeLessThan(3000);
      expect(await row(id)).toMatchObject({ sent_at: null, failed_at: null, due_at: clock() + minutes(1) });
      expect((await row(id))?.last_error).toMatch(/^E[A-Z]+( \d{3})?( at [A-Z ]+)?$/);
    });

    test('takes a mail and never answers: it is tried again', async () => {
      let answers = 0;
      const server = await serve({ onMail: (answer) => answers++ > 0 && answer() });
      const id = await queue();
      await hire(server.port, {}, { times: shortTimes }).deliverDue();
      expect(await row(id)).toMatchObject({ sent_at: null, last_error: 'ETIMEDOUT at CONN' });
      clock.advance(minutes(1));
      await hire(server.port).deliverDue();
      expect(await row(id)).toMatchObject({ sent_at: clock() });
    });
  });

  test('sends a mail again under the same Message-ID when the connection broke before the answer', async () => {
    let mails = 0;
    const server = await serve({ onMail: (answer) => (mails++ === 0 ? server.cut() : answer()) });
    const id = await queue();
    const postman = hire(server.port);
    await postman.deliverDue();
    expect(await row(id)).toMatchObject({ sent_at: null, tries: 1 });
    clock.advance(minutes(1));
    await postman.deliverDue();
    expect(await row(id)).toMatchObject({ sent_at: clock(), tries: 2 });
    const ids = server.received.map(({ parsed }) => parsed.messageId);
    expect(ids).toEqual([`<${id}@example.com>`, `<${id}@example.com>`]);
  });

  test('starts by itself within a second or two of a mail, and stops when it is told to', async () => {
    const server = await serve();
    const postman = hire(server.port);
    postman.start();
    await queue();
    await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 5000, interval: 20 });
    await postman.stop();
    await queue();
    await postman.deliverDue();
    expect(server.received).toHaveLength(1);
  });

  test('finishes what is under way before it stops', async () => {
    const server = await serve({ onMail: (answer) => setTimeout(answer, 150) });
    const id = await queue();
    const postman = hire(server.port);
    const delivered = postman.deliverDue();
    await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 5000, interval: 5 });
    await postman.stop();
    expect(await row(id)).toMatchObject({ sent_at: clock() });
    await delivered;
  });

  test('gives back at its end what takes too long, for another to carry at once', async () => {
    let isHanging = true;
    const server = await serve({ onMail: (answer) => isHanging || answer() });
    const id = await queue();
    const postman = hire(server.port, {}, { stopWithin: 20 });
    const delivered = postman.deliverDue();
    await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 5000, interval: 5 });
    await postman.stop();
    await delivered;
    expect(await row(id)).toMatchObject({
      sent_at: null,
      failed_at: null,
      due_at: clock(),
      claimed_until: 0,
    });
    isHanging = false;
    await hire(server.port).deliverDue();
    expect(await row(id)).toMatchObject({ sent_at: clock() });
  });

  test('outlives a database that is away, and says so once', async () => {
    const server = await serve();
    const lines: string[] = [];
    const away = openDatabase(await make.location());
    await away.close();
    const postman = createPostman({
      db: away.db,
      secretKey,
      metrics,
      clock,
      log: createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) }),
      send: createSmtpSend({
        url: `smtp://127.0.0.1:${server.port}`,
        from: 'a@example.com',
        tls: 'required',
      }),
    });
    await postman.deliverDue();
    await postman.deliverDue();
    expect(lines).toHaveLength(1);
  });
});
