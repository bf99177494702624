import { afterEach, expect, test, vi } from 'vitest';
import { eachApp } from '../../../../test/support/app.ts';
import { openAtOneTime } from '../../../../test/support/app-client.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import { days } from '../../../kit/duration.ts';
import { loadSigningKeys, rotateSigningKeys } from './keys.ts';
import { retireKey } from './manage.ts';
import { resealSigningKeys } from './reseal.ts';
import { listSigningKeys } from './store.ts';

eachApp('the keys that tokens are signed with', (open) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const signing = (keys: Awaited<ReturnType<typeof loadSigningKeys>>, alg: string) =>
    keys.find((key) => key.alg === alg)?.kid;

  test('are made once, also by several processes at once, and sealed', async () => {
    const { services } = await openAtOneTime(open);
    const loaded = await Promise.all(Array.from({ length: 4 }, () => loadSigningKeys(services)));
    const kids = new Set(loaded.map((keys) => keys.map(({ kid }) => kid).join()));
    expect(kids.size).toBe(1);
    expect(loaded[0]?.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['RS256', 'ES256']));
    const rows = await listSigningKeys(services.db);
    expect(rows).toHaveLength(2);
    const [key] = loaded[0] ?? [];
    expect(JSON.stringify(rows)).not.toContain(String(key?.d));
    const to = 'another-key-that-opens-nothing-here';
    const others = { ...services, secretKey: to };
    expect(await loadSigningKeys(others)).toEqual([]);
    const from = services.secretKey;
    await inTransaction(services.db, (tx) => resealSigningKeys(tx, { from, to }));
    expect(await loadSigningKeys(others)).toEqual(loaded[0]);
    await inTransaction(services.db, (tx) => resealSigningKeys(tx, { from: undefined, to: from }));
    expect(await listSigningKeys(services.db), 'what nobody can open is made anew').toEqual([]);
  });

  test('change by themselves: the next is published a day before it signs, and the old one a day and longer after', async () => {
    const { services, clock } = await openAtOneTime(open);
    const first = signing(await loadSigningKeys(services), 'ES256');
    clock.advance(days(89));
    const both = (await loadSigningKeys(services)).filter(({ alg }) => alg === 'ES256');
    expect(both.map(({ kid }) => kid)).toEqual([first, expect.not.stringContaining(first ?? '')]);
    const next = both[1]?.kid;
    clock.advance(days(1));
    expect(signing(await loadSigningKeys(services), 'ES256')).toBe(next);
    const published = async () => (await loadSigningKeys(services)).map(({ kid }) => kid);
    expect(await published()).toContain(first);
    clock.advance(days(1) + services.config.apps.accessToken);
    expect(await published()).not.toContain(first);
  });

  test('a key that was stolen signs no more at once, and is not published any more once it is retired', async () => {
    const { services, clock } = await openAtOneTime(open);
    const stolen = signing(await loadSigningKeys(services), 'RS256');
    clock.advance(1000);
    await rotateSigningKeys(services, { atOnce: true });
    const keys = await loadSigningKeys(services);
    expect(signing(keys, 'RS256')).not.toBe(stolen);
    expect(
      keys.map(({ kid }) => kid),
      'its tokens are still verified',
    ).toContain(stolen);
    expect(await retireKey(services, stolen ?? '')).toBe('RS256');
    expect((await loadSigningKeys(services)).map(({ kid }) => kid)).not.toContain(stolen);
  });
});
