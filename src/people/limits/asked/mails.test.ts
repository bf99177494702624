import { expect, test } from 'vitest';
import { eachDatabase } from '../../../../test/support/databases.ts';
import { servicesOf } from '../../../../test/support/services.ts';
import { type Database, inTransaction } from '../../../kit/db/index.ts';
import { hours } from '../../../kit/duration.ts';
import { newId } from '../../../kit/ids.ts';
import { listLimitsWith } from '../store.ts';
import { countMail, type MailRequester, mailKey, mailsFullUntil } from './mails.ts';

const stranger: MailRequester = { isKnown: false, hasProved: false, address: '203.0.113.1' };

async function mailbox(database: Database) {
  const services = await servicesOf(database, { email: { mailsAnHour: 3 } });
  const name = `recover:${newId()}`;
  const mail = (by?: MailRequester, most?: number) =>
    inTransaction(services.db, (tx) =>
      countMail(tx, services, name, { ...(by && { by }), ...(most !== undefined && { most }) }),
    );
  const send = async (times: number, by?: MailRequester) => {
    const sent: boolean[] = [];
    for (let time = 0; time < times; time++) sent.push(await mail(by));
    return sent.filter(Boolean).length;
  };
  return { services, name, mail, send };
}

eachDatabase('mails to somebody', (make) => {
  test('are queued as often as is allowed in an hour, however many ask at once', async () => {
    const { services, name, mail, send } = await mailbox(await make.shared());
    const sent = await Promise.all(Array.from({ length: 30 }, () => mail(stranger)));
    expect(sent.filter(Boolean)).toHaveLength(3);
    const { db, config, clock } = services;
    const end = clock() + hours(1);
    const fullUntil = async () =>
      mailsFullUntil(await listLimitsWith(db, newId(), mailKey(name)), config, mailKey(name), clock());
    expect(await fullUntil()).toBe(end);
    clock.set(end - 1);
    expect(await send(1, stranger)).toBe(0);
    clock.set(end);
    expect(await fullUntil()).toBeUndefined();
    expect(await send(1, stranger)).toBe(1);
  });

  test('that strangers ask for use up nothing of who is known or has proved work, each network apart', async () => {
    const { send } = await mailbox(await make.shared());
    const proved = (address: string) => ({ ...stranger, hasProved: true, address });
    expect(await send(5, stranger)).toBe(3);
    expect(await send(5, proved('2001:db8:1:1::1'))).toBe(3);
    expect(await send(5, proved('2001:db8:1:1::2')), 'the same network').toBe(0);
    expect(await send(5, proved('2001:db8:1:2::1')), 'another network').toBe(3);
    expect(await send(5, { ...stranger, isKnown: true })).toBe(3);
    expect(await send(5, { isKnown: true, hasProved: true, address: '203.0.113.9' }), 'known elsewhere').toBe(
      0,
    );
  });

  test('may be fewer for one who asks', async () => {
    const { mail } = await mailbox(await make.shared());
    expect([await mail(undefined, 2), await mail(undefined, 2), await mail(undefined, 2)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('that were not queued in the end are not counted', async () => {
    const { services, name, send } = await mailbox(await make.shared());
    const undone = inTransaction(services.db, async (tx) => {
      await countMail(tx, services, name, { by: stranger });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await send(5, stranger)).toBe(3);
  });
});
