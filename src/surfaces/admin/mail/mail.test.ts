import { expect, test } from 'vitest';
import { waitingMail } from '../../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
import { hours, minutes } from '../../../kit/duration.ts';
import { createLogger } from '../../../kit/log.ts';
import { createPostman } from '../../../kit/mail/index.ts';

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly recipient: string | null;
  readonly tries: number;
  readonly lastError: string | null;
}

type Outcome = Awaited<ReturnType<Parameters<typeof createPostman>[0]['send']>>;

const refused: Outcome = {
  ok: false,
  cause: 'EENVELOPE',
  reason: 'EENVELOPE 450 4.2.1 at RCPT TO',
  isFinal: false,
};

/** A postman to whom every mail server answers this. */
function deliver({ services: { db, secretKey }, clock }: TestApp, answer: Outcome): Promise<void> {
  const log = createLogger({ level: 'silent', format: 'json', write: () => {} });
  const metrics = { countMail() {}, countMailFailure() {} };
  return createPostman({ db, secretKey, clock, log, metrics, send: async () => answer }).deliverDue();
}

const auditOf = ({ services: { db } }: TestApp, id: string) =>
  db.selectFrom('audit').select(['act', 'actor_kind', 'actor_id']).where('target_id', '=', id).execute();

eachApp('the emails in the console', (open) => {
  const find = async ({ self }: Awaited<ReturnType<typeof administratorWith>>, id: string, query = '') => {
    const { body } = await self.get(`/api/admin/mail?limit=200${query}`);
    return (body as unknown as { items: Listed[] }).items.find((mail) => mail.id === id);
  };

  test('tell what became of each, and never what it says', async () => {
    const app = await open();
    const operator = await administratorWith(app, 'operator');
    const id = await waitingMail(app);
    expect(await find(operator, id)).toMatchObject({
      ...{ state: 'waiting', recipient: 'nobody@example.com', tries: 0, lastError: null },
    });
    await deliver(app, refused);
    expect(await find(operator, id, '&state=waiting')).toMatchObject({
      ...{ state: 'waiting', tries: 1, lastError: 'EENVELOPE 450 4.2.1 at RCPT TO' },
    });
    expect(await find(operator, id, '&state=sent')).toBeUndefined();
    for (const path of ['/admin/mail', `/admin/mail/${id}/retry`, '/api/admin/mail']) {
      const { status, text } = await operator.self.get(path);
      expect([status, text.includes('nobody@example.com')], path).toEqual([200, true]);
      expect(text, path).not.toMatch(/A subject|A text/);
    }
  });

  test('are sent again at once when somebody asks, which the audit log says', async () => {
    const app = await open();
    const operator = await administratorWith(app, 'operator');
    const [byPage, byApi] = [await waitingMail(app), await waitingMail(app)];
    await deliver(app, refused);
    await operator.verify();
    expect((await operator.self.submit(`/admin/mail/${byPage}/retry`, {})).headers.location).toBe(
      '/admin/mail',
    );
    expect((await operator.self.post(`/api/admin/mail/${byApi}/retry`)).status).toBe(204);
    await deliver(app, { ok: true });
    for (const id of [byPage, byApi]) {
      expect(await find(operator, id), id).toMatchObject({ state: 'sent', recipient: null });
      expect(await auditOf(app, id), id).toEqual([
        { act: 'mail-retried', actor_kind: 'person', actor_id: operator.accountId },
      ]);
    }
  });

  test('that were sent, are under way, or are forgotten are not sent again', async () => {
    const app = await open();
    const operator = await administratorWith(app, 'operator');
    const retry = async (id: string) => {
      const { status, body } = await operator.self.post(`/api/admin/mail/${id}/retry`);
      return [status, body.code];
    };
    const sent = await waitingMail(app);
    await deliver(app, { ok: true });
    const forgotten = await waitingMail(app);
    await deliver(app, { ...refused, isFinal: true });
    const underWay = await waitingMail(app);
    const claimed = { claimed_until: app.clock() + minutes(3) };
    await app.services.db.updateTable('outbox').set(claimed).where('id', '=', underWay).execute();
    await operator.verify();
    for (const id of [sent, forgotten, underWay]) {
      expect(await retry(id)).toEqual([409, 'mail-not-waiting']);
      expect(await auditOf(app, id)).toEqual([]);
    }
    expect((await operator.self.submit(`/admin/mail/${sent}/retry`, {})).status).toBe(409);
    for (const id of ['nothing', 'a%00b']) expect(await retry(id)).toEqual([404, 'not-found']);
    const { text } = await operator.self.get(`/admin/mail/${forgotten}/retry`);
    expect([text.includes('Send email'), text.includes('its content is deleted')]).toEqual([false, true]);
  });

  test('given up with a link that is still good can be sent again, by its whole schedule', async () => {
    const app = await open();
    const operator = await administratorWith(app, 'operator');
    const id = await waitingMail(app);
    const kept = { kept_until: app.clock() + hours(24) };
    await app.services.db.updateTable('outbox').set(kept).where('id', '=', id).execute();
    await deliver(app, { ...refused, isFinal: true });
    expect(await find(operator, id)).toMatchObject({ state: 'given-up', recipient: 'nobody@example.com' });
    await operator.verify();
    expect((await operator.self.post(`/api/admin/mail/${id}/retry`)).status).toBe(204);
    await deliver(app, refused);
    expect(await find(operator, id)).toMatchObject({
      state: 'waiting',
      lastError: refused.ok ? '' : refused.reason,
    });
  });

  test('offer to be sent again only to those who may', async () => {
    const app = await open();
    const auditor = await administratorWith(app, 'auditor');
    await waitingMail(app);
    const { status, text } = await auditor.self.get('/admin/mail');
    expect([status, text.includes('/retry')]).toEqual([200, false]);
  });
});
