import { expect, test } from 'vitest';
import { eachApp } from '../../../test/support/app.ts';
import { passkeyHolder, passkeyPerson } from '../../../test/support/passkeys.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { challengeLifetime, deleteExpiredPasskeyChallenges, issueChallenge } from './challenges.ts';
import { deletePasskey, ensureUserHandle, insertPasskey, recordPasskeyUse } from './store.ts';

eachApp('what is stored of passkeys', (open) => {
  test('V15.4.2 an account has one handle for good, whoever asks for it first', async () => {
    const app = await open();
    const { db } = app.services;
    const accountId = await passkeyPerson(app);
    const handles = await Promise.all(Array.from({ length: 20 }, () => ensureUserHandle(db, accountId)));
    expect(new Set(handles).size).toBe(1);
    expect(await ensureUserHandle(db, await passkeyPerson(app))).not.toBe(handles[0]);
  });

  test('V15.4.2 of 50 accounts that add the same credential at once one has it', async () => {
    const app = await open();
    const { db } = app.services;
    const { accountId, passkey } = await passkeyHolder(app);
    await inTransaction(db, (tx) => deletePasskey(tx, accountId, passkey.id, app.clock()));
    const racers = Array.from({ length: 50 }, (_, at) =>
      inTransaction(db, (tx) => insertPasskey(tx, { ...passkey, id: `${passkey.id}-${at}` })),
    );
    expect((await Promise.all(racers)).filter(Boolean)).toHaveLength(1);
  });

  test('V15.4.2 a passkey is removed once, and its use is not noted afterwards', async () => {
    const app = await open();
    const { db } = app.services;
    const { accountId, passkey } = await passkeyHolder(app);
    const removed = await Promise.all(
      Array.from({ length: 50 }, () =>
        inTransaction(db, (tx) => deletePasskey(tx, accountId, passkey.id, app.clock())),
      ),
    );
    expect(removed.filter((row) => row !== undefined)).toEqual([passkey]);
    const use = { id: passkey.id, signCount: 0, backupState: 1, uvInitialized: 1, now: 2 };
    expect(await inTransaction(db, (tx) => recordPasskeyUse(tx, use))).toBe(false);
  });

  test('V6.7.2 challenges have 256 random bits, none twice; one that has run out is removed', async () => {
    const app = await open();
    const { db } = app.services;
    const issued = new Set<string>();
    for (let count = 0; count < 100; count++) {
      const wanted = { subject: `sweep-${count}`, purpose: 'login', accountId: null, now: count } as const;
      issued.add(await issueChallenge(db, wanted));
    }
    expect(issued.size).toBe(100);
    expect([...issued].every((challenge) => /^[\w-]{43}$/.test(challenge))).toBe(true);
    await deleteExpiredPasskeyChallenges(db, 49 + challengeLifetime);
    const left = await db
      .selectFrom('passkey_challenges')
      .select('subject')
      .where('subject', 'like', 'sweep-%')
      .execute();
    expect(left).toHaveLength(50);
  });
});
