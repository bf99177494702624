import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { problem } from '../../kit/problem.ts';
import { findAccount, touchAccount } from '../accounts/index.ts';
import { insertAttempt, type LoginAttemptsTable } from '../attempts/index.ts';
import { linkOver } from '../emails/index.ts';
import { listEvents } from '../events/index.ts';
import { revokeSession } from '../sessions/index.ts';
import type { ByAttempt } from './by.ts';
import { act, type BySession } from './index.ts';
import { acts, rowOf } from './kinds.ts';

const client = { actor: 'person', address: '203.0.113.9', device: 'a test' } as const;

async function somebody(app: TestApp) {
  const self = app.browser();
  const { body } = await self.register(freshName(), goodPassword);
  const caller = await app.services.sessions.find(self.jar.get('latchkey') ?? '', 'cookie', app.clock());
  if (!caller) throw new Error('There is no session.');
  const asked: string[] = [];
  const by: BySession = {
    kind: 'session',
    caller,
    client,
    require: async (wanted) => void asked.push(wanted),
  };
  const accountId = body.account?.id ?? '';
  const version = async () =>
    (
      await app.services.db
        .selectFrom('accounts')
        .select('security_version')
        .where('id', '=', accountId)
        .executeTakeFirstOrThrow()
    ).security_version;
  return { self, by, asked, accountId, sessionId: body.session?.id ?? '', version };
}

const over = () => problem(linkOver);
const done = async () => ({ value: 'done', events: [{ type: 'passkey-renamed' }] }) as const;

eachApp('an act', (open) => {
  test('checks, prepares, holds, changes, ends and tells, in this order', async () => {
    const app = await open();
    const { self, by, accountId, version } = await somebody(app);
    const address = await proveAddress(app, self);
    const order: string[] = [];
    const before = await version();
    const outcome = await act(
      app.services,
      { ...by, require: async (wanted) => void order.push(`check ${wanted}`) },
      'factor-removed',
      {
        prepare: async () => {
          order.push('prepare');
          // Nothing is held yet: another may change the account meanwhile.
          await inTransaction(app.services.db, (tx) => touchAccount(tx, accountId, app.clock()));
          return 'prepared';
        },
        change: async (tx, { prepared }) => {
          order.push(`change ${prepared}`);
          expect((await listEvents(tx, accountId, 50)).map(({ type }) => type)).not.toContain(
            'passkey-removed',
          );
          return {
            value: 1,
            events: [{ type: 'passkey-removed', detail: ({ sessions }) => ({ sessions }) }],
            notice: { kind: 'factor-removed', name: 'a passkey' },
          };
        },
        finish: async (tx, { value, securityVersion }) => {
          order.push('finish');
          expect((await listEvents(tx, accountId, 1))[0]).toMatchObject({
            type: 'passkey-removed',
            session_id: by.caller.via.session.id,
            detail: '{"sessions":0}',
          });
          return [value, securityVersion];
        },
      },
    );
    expect(order).toEqual(['check verified', 'prepare', 'change prepared', 'finish']);
    expect(outcome).toEqual([1, before + 1]);
    expect((await mailsTo(app, address)).at(-1)?.text).toContain('A passkey was removed');
  });

  test('wants of a session what its kind says: nothing more than life, who holds it, or the password', async () => {
    const app = await open();
    const { by, asked } = await somebody(app);
    const work = { change: done, finish: () => undefined };
    await act(app.services, by, 'other-session-ended', work);
    expect(asked).toEqual([]);
    await act(app.services, by, 'passkey-renamed', work);
    await act(app.services, by, 'password-changed', work);
    expect(asked).toEqual(['verified', 'password']);
  });

  test('does nothing where the check refuses', async () => {
    const app = await open();
    const { by, accountId } = await somebody(app);
    const refuses = { ...by, require: () => Promise.reject(over()) };
    const work = {
      prepare: () => Promise.reject(new Error('prepared')),
      change: done,
      finish: () => undefined,
    };
    await expect(act(app.services, refuses, 'passkey-renamed', work)).rejects.toThrow(linkOver.code);
    expect((await listEvents(app.services.db, accountId, 50)).map(({ type }) => type)).not.toContain(
      'passkey-renamed',
    );
  });

  test('V7.4.1 is refused to a session that was ended while it was prepared', async () => {
    const app = await open();
    const { by, accountId, sessionId } = await somebody(app);
    const end = (tx: Tx) => revokeSession(tx, accountId, sessionId, { why: 'ended', at: 1 });
    const work = {
      prepare: () => inTransaction(app.services.db, end),
      change: () => Promise.reject(new Error('changed')),
      finish: () => undefined,
    };
    await expect(act(app.services, by, 'passkey-renamed', work)).rejects.toMatchObject({
      code: 'not-signed-in',
    });
  });

  test('that changes nothing ends nothing, and keeps what it wrote', async () => {
    const app = await open();
    const { by, accountId, version } = await somebody(app);
    const before = await version();
    const outcome = await act(app.services, by, 'factor-added', {
      change: async () => ({
        unchanged: 'refused',
        events: [{ type: 'passkey-refused', detail: { reason: 'challenge' } }],
      }),
      finish: () => 'finished',
    });
    expect([outcome, await version()]).toEqual(['refused', before]);
    expect((await listEvents(app.services.db, accountId, 1))[0]?.type).toBe('passkey-refused');
  });

  test('ends what it turned out to be, where that is another kind', async () => {
    const app = await open();
    const { by, version } = await somebody(app);
    const before = await version();
    const drop = { value: 0, as: 'set-up-dropped', events: [] } as const;
    const finish = (_tx: Tx, { securityVersion }: { securityVersion: number | undefined }) => securityVersion;
    const left = await act(app.services, by, 'code-factor-removed', { change: async () => drop, finish });
    expect([left, await version()]).toEqual([undefined, before]);
  });

  test('tells the address that was confirmed before it', async () => {
    const app = await open();
    const { self, by } = await somebody(app);
    const address = await proveAddress(app, self);
    const next = freshAddress();
    await act(app.services, by, 'email-removed', {
      change: async (tx) => {
        await tx.updateTable('emails').set({ address: next }).where('address', '=', address).execute();
        return { value: 0, events: [], notice: { kind: 'email-removed' } };
      },
      finish: () => undefined,
    });
    expect((await mailsTo(app, address)).at(-1)?.subject).toContain('removed');
    expect(await mailsTo(app, next)).toEqual([]);
  });

  test('leaves nothing when it fails, whatever it had changed', async () => {
    const app = await open();
    const { by, version } = await somebody(app);
    const before = await version();
    const fails = () => Promise.reject(over());
    await expect(act(app.services, by, 'factor-removed', { change: done, finish: fails })).rejects.toThrow();
    expect(await version()).toBe(before);
  });

  test('by a link of an account that is gone is refused in its own words', async () => {
    const app = await open();
    const by = { kind: 'link', purpose: 'recover', accountId: 'gone', client, over } as const;
    const work = { change: () => Promise.reject(new Error('changed')), finish: () => undefined };
    await expect(act(app.services, by, 'password-recovered', work)).rejects.toMatchObject({
      code: 'link-over',
    });
  });

  test('is done by nobody to whom the table does not give it', async () => {
    const app = await open();
    const { by } = await somebody(app);
    const work = { change: done, finish: () => undefined };
    // The compiler refuses it already: only a link recovers an account.
    const refused = act(app.services, by as never, 'password-recovered', work);
    await expect(refused).rejects.toThrow('Nothing lets "session" do "password-recovered".');
    for (const row of Object.values(acts)) {
      expect(Object.values(row).some((cell) => cell !== 'never')).toBe(true);
    }
    expect(rowOf('passkey-renamed', by).wants).toBe('verified');
  });
});

eachDatabase('an act at stored accounts', (make) => {
  /** A login that waits, of a new account, and what it acts by. */
  async function waiting(ends = 1000) {
    const services = await servicesOf(await make.shared());
    const { id: accountId } = await storedAccount(services.db);
    const row: LoginAttemptsTable = {
      ...{ id: newId(), secret_hash: newId(), account_id: accountId, name_hash: null, amr: '["pwd"]' },
      ...{ is_multi_factor: 0, transport: 'cookie', remember: 0, used_at: null },
      expires_at: services.clock() + ends,
    };
    await inTransaction(services.db, (tx) => insertAttempt(tx, row));
    const by = { kind: 'attempt', accountId, attempt: row, client, over } as const;
    const add = (whose: ByAttempt = by) =>
      act(services, whose, 'first-factor-added', {
        change: done,
        finish: (_, { securityVersion }) => securityVersion,
      });
    return { services, accountId, row, by, add };
  }

  test('by an attempt is done while that lives, for who holds its secret', async () => {
    const { by, row, add } = await waiting();
    await expect(add({ ...by, attempt: { ...row, secret_hash: 'another' } })).rejects.toThrow(linkOver.code);
    await expect(add({ ...by, attempt: { ...row, id: 'gone' } })).rejects.toThrow(linkOver.code);
    expect(await add()).toBe(2);
    await expect((await waiting(0)).add()).rejects.toThrow(linkOver.code);
  });

  test('by an attempt that was prepared for another version of the account is over', async () => {
    const { by, add } = await waiting();
    await expect(add({ ...by, securityVersion: 2 })).rejects.toThrow(linkOver.code);
    expect(await add({ ...by, securityVersion: 1 })).toBe(2);
    await expect(add({ ...by, securityVersion: 1 })).rejects.toThrow(linkOver.code);
  });

  test('V15.4.2 comes after another at the same account is over, however many begin at once', async () => {
    const { services, accountId } = await waiting();
    const by = { kind: 'operator', accountId, client } as const;
    let under = 0;
    const most: number[] = [];
    const one = () =>
      act(services, by, 'factors-cleared', {
        change: async () => {
          under += 1;
          most.push(under);
          await setTimeout(2);
          return { value: undefined, events: [] };
        },
        finish: (_, { securityVersion }) => {
          under -= 1;
          return securityVersion;
        },
      });
    const versions = await Promise.all(Array.from({ length: 15 }, one));
    expect(versions.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 15 }, (_, at) => at + 2));
    expect(Math.max(...most)).toBe(1);
  });

  test('that tells by email needs the secret key, and leaves nothing without', async () => {
    const { services, accountId } = await waiting();
    const { secretKey: _, ...without } = services;
    const by = { kind: 'operator', accountId, client } as const;
    const tells = act(without, by, 'factors-cleared', {
      change: async () =>
        ({ value: 0, events: [], notice: { kind: 'factors-cleared', name: 'an app' } }) as const,
      finish: () => undefined,
    });
    await expect(tells).rejects.toThrow('needs words and the secret key');
    expect((await findAccount(services.db, accountId))?.security_version).toBe(1);
  });
});
