import { beforeEach, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, inTransaction } from '../../kit/db/index.ts';
import { claimDevice, findWaiting, userCodeHash } from './device/waiting.ts';
import { consumeRecord, deleteRecord, insertOnce, saveRecord } from './records.ts';

eachDatabase('of 20 at once exactly one', (make) => {
  let database: Database;
  beforeEach(async () => {
    database = await make.shared();
  });

  const record = { id: 'of a race', grantId: null, payload: '{"clientId":"app"}', expiresAt: 1000 };
  const often = (run: () => Promise<boolean>) => Promise.all(Array.from({ length: 20 }, run));

  test.each(['AuthorizationCode', 'RefreshToken', 'DeviceCode', 'Interaction'])(
    'V2.3.4 uses up and deletes a record: %s',
    async (kind) => {
      const { db } = database;
      await saveRecord(db, { ...record, kind });
      const used = await often(() => consumeRecord(db, kind, record.id, 1));
      expect(used.filter(Boolean)).toHaveLength(1);
      const deleted = await often(() => deleteRecord(db, kind, record.id));
      expect(deleted.filter(Boolean)).toHaveLength(1);
    },
  );

  test('V2.3.4 presents an assertion or proof', async () => {
    const presented = await often(() => insertOnce(database.db, 'issuer jti', 1000));
    expect(presented.filter(Boolean)).toHaveLength(1);
  });

  test('V2.3.4 takes a device that waits', async () => {
    const { db } = database;
    await saveRecord(db, { ...record, kind: 'DeviceCode', userCodeHash: userCodeHash('BCDF-GHJK') });
    const waiting = await findWaiting(db, 'bcdf ghjk', 1);
    expect(waiting).toBeDefined();
    if (!waiting) return;
    const taken = await often(() => inTransaction(db, (tx) => claimDevice(tx, waiting, 'BCDF-GHJK')));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
