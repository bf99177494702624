import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { codeTo, freshAddress, handOver, mailsTo } from '../../../test/support/mails.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { hours, minutes } from '../../kit/duration.ts';
import type { Problem } from '../../kit/problem.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { listEvents } from '../events/index.ts';
import { checkEmail } from './address.ts';
import { askForEmail } from './ask.ts';
import { consumeLink, findLink } from './links/links-store.ts';
import { sendRecoveryLink } from './recovery-link.ts';
import { emailState } from './state.ts';
import { insertVerifiedEmail } from './store.ts';
import type { LinkPurpose } from './table.ts';
import { withdrawEmail } from './withdraw.ts';

const client = { actor: 'person', address: '203.0.113.9', device: 'Firefox on Linux' } as const;

function emailOf(typed: string) {
  const checked = checkEmail(typed);
  if (!checked.ok) throw new Error(typed);
  return { address: checked.address, key: checked.key };
}

async function person(make: MakeDatabase, email: { mailsAnHour?: number } = {}) {
  const services = await servicesOf(await make.shared(), { email });
  const account = await storedAccount(services.db, services.clock());
  const address = freshAddress();
  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => inTransaction(services.db, work);
  const at = { services };
  return {
    services,
    id: account.id,
    address,
    inTx,
    ask: (typed = address) => inTx((tx) => askForEmail(tx, services, account, emailOf(typed), { client })),
    confirm: (typed = address) =>
      inTx((tx) => insertVerifiedEmail(tx, account.id, emailOf(typed), services.clock())),
    recover: (mayCopy = true) =>
      inTx((tx) =>
        sendRecoveryLink(
          tx,
          services,
          { accountId: account.id, username: account.username, address },
          { client, trailId: null, mayCopy },
        ),
      ),
    mails: (to = address) => mailsTo(at, to),
    code: (to = address) => codeTo(at, to),
    isGood: async (purpose: LinkPurpose, code: string) =>
      (await findLink(services.db, purpose, hashToken(code), services.clock())) !== undefined,
    state: () => emailState(services.db, account.id),
  };
}

eachDatabase('a link to confirm an address', (make) => {
  test('is sent there, and the address is pending', async () => {
    const { ask, mails, code, isGood, state, address, services, id } = await person(make);
    await ask();
    expect(await mails()).toHaveLength(1);
    expect(await isGood('verify-email', await code())).toBe(true);
    expect(await state()).toEqual({ email: null, verified: false, pending: address });
    expect((await listEvents(services.db, id, 5)).map(({ type }) => type)).toEqual(['email-asked']);
  });

  test('is the same when it is asked for again, in a mail that goes out once more', async () => {
    const { ask, mails, code, services } = await person(make);
    await ask();
    const first = await code();
    await handOver({ services, clock: services.clock });
    await ask();
    expect(await mails()).toEqual([expect.objectContaining({ copies: 2, sent_at: null })]);
    expect(await code()).toBe(first);
  });

  test('is another once half of its time is over, and the older one stays good until its end', async () => {
    const { ask, mails, code, isGood, services } = await person(make);
    await ask();
    const first = await code();
    services.clock.advance(hours(12) + 1);
    await ask();
    expect(await mails()).toHaveLength(2);
    expect(await code()).not.toBe(first);
    expect(await isGood('verify-email', first)).toBe(true);
    services.clock.advance(hours(12) - 1);
    expect([await isGood('verify-email', first), await isGood('verify-email', await code())]).toEqual([
      false,
      true,
    ]);
  });

  test('ends when another address is asked for', async () => {
    const { ask, code, isGood, state } = await person(make);
    await ask();
    const first = await code();
    const next = freshAddress();
    await ask(next);
    expect([await isGood('verify-email', first), (await state()).pending]).toEqual([false, next]);
    expect(await isGood('verify-email', await code(next))).toBe(true);
  });

  test('is not sent to the address that the account has, and ends then what was pending', async () => {
    const { ask, confirm, mails, state, code, isGood, address } = await person(make);
    await confirm();
    const other = freshAddress();
    await ask(other);
    await ask(address.toUpperCase());
    expect(await mails()).toEqual([]);
    expect(await state()).toEqual({ email: address, verified: true, pending: null });
    expect(await isGood('verify-email', await code(other))).toBe(false);
  });

  test('V6.3.8 is none where another account has the address: all else is the same, and the owner is told', async () => {
    const [owner, other] = [await person(make), await person(make)];
    await owner.confirm();
    await other.ask(owner.address);
    expect(await other.state()).toEqual({ email: null, verified: false, pending: owner.address });
    expect((await listEvents(other.services.db, other.id, 5)).map(({ type }) => type)).toEqual([
      'email-asked',
    ]);
    const [mail] = await owner.mails();
    expect(mail).toMatchObject({ kind: 'address-in-use', text: expect.stringContaining('already belongs') });
    expect(mail?.text).not.toContain('lnk_');
  });

  test('V2.4.1 is sent as often as is allowed in an hour, and half as often where strangers ask for the address', async () => {
    const refusalOf = (work: Promise<void>) =>
      work.then(
        () => 'sent',
        ({ code }: Problem) => code,
      );
    const one = await person(make, { mailsAnHour: 4 });
    const asked: string[] = [];
    for (let count = 0; count < 5; count++) asked.push(await refusalOf(one.ask(freshAddress())));
    expect(asked).toEqual(['sent', 'sent', 'sent', 'sent', 'too-many-attempts']);
    const victims = freshAddress();
    for (let count = 0; count < 4; count++) await (await person(make, { mailsAnHour: 4 })).ask(victims);
    const owner = await person(make, { mailsAnHour: 4 });
    const got: string[] = [];
    for (let count = 0; count < 3; count++) got.push(await refusalOf(owner.ask(victims)));
    expect(got).toEqual(['sent', 'sent', 'too-many-attempts']);
    one.services.clock.advance(hours(1));
    expect(await refusalOf(one.ask())).toBe('sent');
  });

  test('goes with the address when that is withdrawn; a confirmed address stays', async () => {
    const { ask, confirm, code, isGood, state, inTx, services, id, address } = await person(make);
    await confirm();
    const next = freshAddress();
    await ask(next);
    await inTx((tx) => withdrawEmail(tx, id, services.clock()));
    expect(await isGood('verify-email', await code(next))).toBe(false);
    expect(await state()).toEqual({ email: address, verified: true, pending: null });
  });
});

eachDatabase('a link to recover an account', (make) => {
  test('is sent, and the same again while it has half of its time, if a copy may be sent', async () => {
    const { recover, mails, code, services } = await person(make);
    expect(await recover()).toBe(true);
    const first = await code();
    await handOver({ services, clock: services.clock });
    expect(await recover(false)).toBe(false);
    expect((await mails()).map(({ copies }) => copies)).toEqual([1]);
    expect(await recover()).toBe(true);
    expect((await mails()).map(({ copies }) => copies)).toEqual([2]);
    expect(await code()).toBe(first);
    services.clock.advance(minutes(15) + 1);
    expect(await recover(false), 'a new one needs no leave').toBe(true);
    expect(await mails()).toHaveLength(2);
  });

  test('is new when the one before was used', async () => {
    const { recover, code, inTx, services } = await person(make);
    await recover();
    const first = await code();
    await inTx((tx) => consumeLink(tx, 'recover', hashToken(first), services.clock()));
    await recover(false);
    expect(await code()).not.toBe(first);
  });

  test('for nobody is written to nobody', async () => {
    const { services, inTx } = await person(make);
    const rows = async () => [
      (await services.db.selectFrom('outbox').select('id').execute()).length,
      (await services.db.selectFrom('links').select('token_hash').execute()).length,
    ];
    const before = await rows();
    expect(
      await inTx((tx) => sendRecoveryLink(tx, services, null, { client, trailId: null, mayCopy: true })),
    ).toBe(false);
    expect(await rows()).toEqual(before);
  });
});
