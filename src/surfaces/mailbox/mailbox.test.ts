import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { composeMail } from '../../../test/support/in-english.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { queueMail } from '../../kit/mail/index.ts';
import { sweep } from '../../start/sweep.ts';

const asJson = { accept: 'application/json' };
const asPage = { accept: 'text/html' };

const mail = composeMail({
  to: 'ada@example.com',
  site: { name: 'Latchkey', url: 'http://localhost:5000' },
  subject: 'Is <b>this</b> yours?',
  heading: 'Is this address yours?',
  paragraphs: ['Somebody gave it.'],
  action: { label: 'Yes', url: 'http://localhost:5000/email/verify#token=abc' },
});

eachApp('the mailbox of development', (open) => {
  async function openWithMail() {
    const here = await open();
    const id = await inTransaction(here.database.db, (tx) =>
      queueMail(tx, here.services.secretKey, { ...mail, kind: 'notice', accountId: null }, here.clock()),
    );
    const get = (url: string, headers: Record<string, string> = asPage) =>
      here.app.inject({ method: 'GET', url, headers });
    return { ...here, id, get };
  }

  test('lists every mail, to people and to programs', async () => {
    const { id, get, clock } = await openWithMail();
    const page = await get('/dev/mailbox');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(`href="/dev/mailbox/${id}"`);
    expect(page.body).toContain('Is &lt;b>this&lt;/b> yours?');
    expect(page.body).toContain('ada@example.com');
    const list = await get('/dev/mailbox', asJson);
    const [first] = list.json<{ mails: unknown[] }>().mails;
    const { to, ...forms } = mail;
    expect(first).toEqual({ id, to, ...forms, createdAt: new Date(clock()).toISOString() });
    expect((await get(`/dev/mailbox/${id}`, asJson)).json()).toEqual(first);
  });

  test('knows who looks at it, and so does a page that is not there', async () => {
    const { id, browser } = await openWithMail();
    const person = browser();
    const name = freshName();
    await person.register(name, goodPassword);
    for (const url of ['/dev/mailbox', `/dev/mailbox/${id}`, '/nothing-here', '/problems/nothing']) {
      const { text } = await person.get(url, { headers: asPage });
      expect(text, url).toContain(`<bdi>${name}</bdi>`);
    }
  });

  test('shows a mail in a frame that can do nothing but lead away', async () => {
    const { id, get } = await openWithMail();
    const page = await get(`/dev/mailbox/${id}`);
    expect(page.headers['content-security-policy']).toContain("frame-src 'self'");
    expect(page.body).toContain(`src="/dev/mailbox/${id}/html"`);
    expect(page.body).toMatch(/sandbox="(?!.*allow-(scripts|same-origin|forms))[^"]+"/);
    expect(page.body).toContain('http://localhost:5000/email/verify#token=abc');

    const frame = await get(`/dev/mailbox/${id}/html`);
    const policy = String(frame.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
    expect(policy).toMatch(/frame-ancestors 'self'; sandbox (?!.*allow-(scripts|same-origin|forms))/);
    expect(frame.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(frame.body).toContain('<head><base target="_top">');
    expect(frame.body.replace('<base target="_top">', '')).toBe(mail.html);
  });

  test('other pages take no frame', async () => {
    const { get } = await openWithMail();
    expect((await get('/dev/mailbox')).headers['content-security-policy']).not.toContain('frame-src');
  });

  test('a mail that is not there is 404', async () => {
    const { get } = await openWithMail();
    for (const id of ['nothing', '%00', 'x'.repeat(190)]) {
      expect((await get(`/dev/mailbox/${id}`)).statusCode).toBe(404);
      expect((await get(`/dev/mailbox/${id}/html`)).statusCode).toBe(404);
    }
  });

  test('a mail is kept for a week', async () => {
    const { id, get, services, clock } = await openWithMail();
    clock.advance(7 * 24 * 3_600_000 - 1);
    await sweep(services);
    expect((await get(`/dev/mailbox/${id}`)).statusCode).toBe(200);
    clock.advance(1);
    await sweep(services);
    expect((await get(`/dev/mailbox/${id}`)).statusCode).toBe(404);
  });

  test('in production it is not there', async () => {
    const { id, database } = await openWithMail();
    const { app } = await open({ mode: 'production', publicUrl: 'http://localhost:5000' });
    for (const path of ['/dev/mailbox', `/dev/mailbox/${id}`, `/dev/mailbox/${id}/html`]) {
      expect((await app.inject({ method: 'GET', url: path, headers: asPage })).statusCode).toBe(404);
    }
    expect(await database.db.selectFrom('outbox').select('id').where('id', '=', id).execute()).toHaveLength(
      1,
    );
  });
});
