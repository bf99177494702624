import { expect, test } from 'vitest';
import { eachApp } from '../../../../test/support/app.ts';
import { days } from '../../../kit/duration.ts';
import { loadSigningKeys } from './keys.ts';
import { listKeys, retireKey, rotateKeys } from './manage.ts';

eachApp('signing keys', (open) => {
  /** A server that has no keys yet: the tests share a database. */
  const openFresh = async () => {
    const app = await open();
    await app.services.db.deleteFrom('signing_keys').execute();
    await app.services.db.deleteFrom('events').where('type', 'like', 'signing%').execute();
    return app;
  };
  const states = (keys: Awaited<ReturnType<typeof listKeys>>) =>
    keys.filter(({ alg }) => alg === 'ES256').map(({ state }) => state);

  test('new ones are published for a day before they sign, and the first ones sign at once', async () => {
    const { services, clock } = await openFresh();
    expect(await listKeys(services)).toEqual([]);
    expect(states(await rotateKeys(services, { atOnce: false }))).toEqual(['signs']);
    expect(states(await rotateKeys(services, { atOnce: false }))).toEqual(['next', 'signs']);
    expect(await loadSigningKeys(services)).toHaveLength(4);
    clock.advance(days(1));
    expect(states(await listKeys(services))).toEqual(['signs', 'old']);
    clock.advance(days(2));
    expect(states(await listKeys(services)), 'nothing that it signed is valid by now').toEqual(['signs']);
  });

  test('one that signs now or next stays, and one that was replaced can be retired', async () => {
    const { services } = await openFresh();
    const [first] = await rotateKeys(services, { atOnce: false });
    const [next] = await rotateKeys(services, { atOnce: false });
    const retire = (kid = '') => retireKey(services, kid);
    await expect(retire(first?.kid)).rejects.toThrow('signs tokens now');
    await expect(retire(next?.kid)).rejects.toThrow('is the next key to sign');
    await expect(retire('nobody')).rejects.toThrow('There is no signing key "nobody".');
    const before = (await loadSigningKeys(services)).length;
    await rotateKeys(services, { atOnce: true });
    expect(await retire(first?.kid)).toBe(first?.alg);
    expect(await retire(next?.kid)).toBe(next?.alg);
    const kids = (await loadSigningKeys(services)).map(({ kid }) => kid);
    expect(kids).toHaveLength(before);
    expect(kids).not.toContain(first?.kid);
    const types = await services.db
      .selectFrom('events')
      .select('type')
      .where('type', 'like', 'signing%')
      .execute();
    expect(types.map(({ type }) => type)).toEqual([
      ...Array(3).fill('signing-key-rotated'),
      ...Array(2).fill('signing-key-retired'),
    ]);
    const audited = await services.db.selectFrom('audit').select('act').orderBy('seq').execute();
    expect(audited.map(({ act }) => act).slice(-5)).toEqual([
      ...Array(3).fill('signing-keys-rotated'),
      ...Array(2).fill('signing-key-retired'),
    ]);
  });
});
