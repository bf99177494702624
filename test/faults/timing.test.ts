import { expect, test } from 'vitest';
import { findCosts } from '../../src/factors/password/index.ts';
import { eachApp } from '../support/app.ts';
import { freshName, goodPassword, otherPassword } from '../support/names.ts';
import { addressPerson } from '../support/no-password.ts';

const rounds = 100;
const mostBatches = 4;

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** Of what is done anyway: the parameters that the server ships with. */
const shipped = { memory: 19_456, iterations: 2, parallelism: 1, concurrency: 1, queue: 256 };

eachApp('the time of an answer', (open) => {
  test(`V6.3.8 tells nothing about who has an account: ${rounds} pairs differ by less than 10 % in the median`, async () => {
    const app = await open({
      hash: shipped,
      limits: { challengeAfter: 100, waitAfter: 100, disableAfter: 100 },
    });
    const names: string[] = [];
    for (let n = 0; n < 10; n++) {
      const name = freshName('timed');
      expect((await app.browser().register(name, goodPassword)).status).toBe(201);
      names.push(name);
    }
    const visitor = app.browser();
    const timed = async (name: string) => {
      const begin = performance.now();
      const { status } = await visitor.login(name, otherPassword);
      const time = performance.now() - begin;
      expect(status).toBe(401);
      return time;
    };
    for (let n = 0; n < 10; n++) await timed(freshName('warm-up'));
    // A leak is in every batch; another program that takes a core at the wrong moment is not.
    const leaks: number[] = [];
    for (let batch = 0; batch < mostBatches; batch++) {
      const pairs: { known: number; unknown: number }[] = [];
      for (let n = 0; n < rounds; n++) {
        const [name, nobody] = [names[n % names.length] ?? '', `nobody-${n % names.length}`];
        // By turns, so that what else the machine does falls on both alike.
        if (n % 2) pairs.push({ known: await timed(name), unknown: await timed(nobody) });
        else pairs.push({ unknown: await timed(nobody), known: await timed(name) });
      }
      const usual = median(pairs.map(({ unknown }) => unknown));
      expect(usual, 'a hash was computed for a name that nobody has').toBeGreaterThan(5);
      leaks.push(Math.abs(median(pairs.map(({ known, unknown }) => known - unknown))) / usual);
      if ((leaks.at(-1) ?? 1) < 0.1) break;
    }
    expect(leaks.at(-1), `in turn ${leaks.join(', ')}`).toBeLessThan(0.1);
  });

  test('S12 V6.3.8 tells neither old hashes from new ones nor either from nobody or from an account without a password, after the settings changed', async () => {
    const limits = { challengeAfter: 100, waitAfter: 100, disableAfter: 100 };
    // All of them take as long as the dearest, which takes four times as long as the present ones.
    const dear = { ...shipped, memory: 32_768, iterations: 3 };
    const present = { ...shipped, memory: 12_288 };
    const [before, now] = [await open({ hash: dear, limits }), await open({ hash: present, limits })];
    const tiny = await open({ hash: { ...shipped, memory: 8, iterations: 1 }, limits });
    const name = { dear: freshName('dear'), present: freshName('present'), tiny: freshName('tiny') };
    const session = before.browser();
    expect((await session.register(name.dear, goodPassword)).status).toBe(201);
    expect((await now.browser().register(name.present, goodPassword)).status).toBe(201);
    const without = await addressPerson(now);
    const cheap = tiny.browser();
    expect((await cheap.register(name.tiny, goodPassword)).status).toBe(201);

    const visitor = now.browser();
    const login =
      (who: string, password = otherPassword) =>
      () =>
        visitor.login(who, password);
    const signedIn = now.browser();
    for (const [cookie, value] of cheap.jar) signedIn.jar.set(cookie, value);
    const asked: Record<string, () => Promise<{ status: number }>> = {
      dear: login(name.dear),
      present: login(name.present),
      tiny: login(name.tiny),
      nobody: login('nobody-at-all'),
      without: login(without.username),
      again: () => signedIn.post('/api/reauthenticate', { password: otherPassword }),
    };
    const times: Record<string, number[]> = {};
    const take = async (what: string, ask: () => Promise<{ status: number }>, status: number) => {
      const begin = performance.now();
      expect((await ask()).status).toBe(status);
      times[what] = [...(times[what] ?? []), performance.now() - begin];
    };
    await login('warm-up')();
    for (let n = 0; n < 25; n++) for (const [what, ask] of Object.entries(asked)) await take(what, ask, 401);
    const medians = Object.fromEntries(Object.entries(times).map(([what, all]) => [what, median(all)]));
    const spread = Object.values(medians);
    expect(Math.max(...spread) / Math.min(...spread), JSON.stringify(medians)).toBeLessThan(1.25);

    for (let n = 0; n < 7; n++) await take('right', login(name.present, goodPassword), 200);
    const fastest = Math.min(...(times.right ?? []));
    expect(fastest, 'a right password is not padded').toBeLessThan((medians.dear ?? 0) * 0.75);
  });

  test('V15.2.2 V15.4.4 logins that wait for their hash do not hold up who is logged in', async () => {
    const app = await open({ hash: { ...shipped, concurrency: 2, queue: 20 } });
    // As at the start of a server: what the first refusal measures would take places in the queue.
    await app.services.hasher.measure(await findCosts(app.database.db));
    const person = app.browser();
    await person.register(freshName(), goodPassword);
    const logins = Array.from({ length: 60 }, () => app.browser().login(freshName('nobody'), otherPassword));
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      const begin = performance.now();
      expect((await person.get('/api/session')).status).toBe(200);
      times.push(performance.now() - begin);
    }
    const answers = await Promise.all(logins);
    expect(median(times)).toBeLessThan(200);
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 503]));
    const busy = answers.find(({ status }) => status === 503);
    expect([busy?.body.code, busy?.headers['retry-after']]).toEqual(['busy', '2']);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(22);
  });
});
