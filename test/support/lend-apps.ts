import type { Outbound } from '../../src/kit/outbound/index.ts';
import type { TestApp } from './app.ts';
import type { FakeClock } from './clock.ts';
import type { Settings } from './config.ts';

/** A server, and what whoever borrows it asks for. */
interface Lent {
  readonly built: TestApp;
  readonly kind: string;
  readonly clock: FakeClock | undefined;
  readonly outbound: Outbound | undefined;
  readonly startedAt: number;
}

/**
 * Lends the servers of a block of tests, each to one test at a time. To build one takes longer than many a test, so the
 * next test with the same settings gets it. What is borrowed outside of a test, such as before all, is never passed on.
 */
export function lendApps() {
  const all = new Set<TestApp>();
  const free: Lent[] = [];
  /** What the present test has; undefined outside of tests. */
  let inTest: { readonly lent: Lent[]; readonly own: TestApp[] } | undefined;

  const keep = async (building: Promise<TestApp>): Promise<TestApp> => {
    const built = await building;
    all.add(built);
    return built;
  };
  const close = async (built: TestApp) => {
    all.delete(built);
    await built.app.close();
  };
  const takeFree = (wanted: Pick<Lent, 'kind' | 'clock' | 'outbound'>): Lent | undefined => {
    const at = free.findIndex(
      ({ kind, clock, outbound }) =>
        kind === wanted.kind && clock === wanted.clock && outbound === wanted.outbound,
    );
    return at === -1 ? undefined : free.splice(at, 1)[0];
  };

  return {
    /** Keeps a server for nobody else: until the end of the test, or of the block outside of one. */
    async keep(building: Promise<TestApp>) {
      const built = await keep(building);
      inTest?.own.push(built);
      return built;
    },
    async borrow(settings: Settings, clock: FakeClock | undefined, build: () => Promise<TestApp>) {
      const { outbound, ...rest } = settings;
      if (!inTest) return keep(build());
      const wanted = { kind: JSON.stringify(rest), clock, outbound };
      const before = takeFree(wanted);
      if (before && !clock) before.built.clock.set(before.startedAt);
      if (before) before.built.log.length = 0;
      const built = before?.built ?? (await keep(build()));
      inTest.lent.push(before ?? { ...wanted, built, startedAt: built.clock() });
      return built;
    },
    beginTest() {
      inTest = { lent: [], own: [] };
    },
    /** A test that failed may have left anything behind. */
    async endTest(hasFailed: boolean) {
      const { lent = [], own = [] } = inTest ?? {};
      inTest = undefined;
      for (const built of own) await close(built);
      for (const one of lent) {
        const { built } = one;
        if (hasFailed || built.isClosed() || built.app.server.listening) await close(built);
        else free.push(one);
      }
    },
    async closeAll() {
      for (const built of all) await built.app.close();
      all.clear();
      free.length = 0;
    },
  };
}
