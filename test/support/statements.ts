import { vi } from 'vitest';
import { LeasingAdapter } from '../../src/kit/db/sqlite.ts';
import type { TestApp } from './app.ts';

/** How many statements some work sends to the database, but for those that write trails, unknown names and statistics a moment later. */
export async function statementsOf(app: TestApp, work: () => Promise<unknown>): Promise<number> {
  const sent = await statementsIn(app, work);
  return sent.filter((query) => !/"(trail_parts|near_names|statistics\w*)"/.test(query)).length;
}

/** What some work sends to the database, but for the session check of a request, which has a way of its own. */
export async function statementsIn({ services }: TestApp, work: () => Promise<unknown>): Promise<string[]> {
  const executor = services.db.getExecutor();
  // What an executor of a transaction and that of the database have in common.
  const shared = Object.getPrototypeOf(Object.getPrototypeOf(executor));
  const built = vi.spyOn(shared, 'executeQuery');
  // The ways that prepared queries take on SQLite.
  const short =
    executor.adapter instanceof LeasingAdapter
      ? [vi.spyOn(executor.adapter, 'read'), vi.spyOn(executor.adapter, 'runInTransaction')]
      : [];
  await work();
  const queries = [
    ...built.mock.calls.map(([query]) => (query as { sql: string }).sql),
    ...short.flatMap(({ mock }) => mock.calls.map(([sql]) => sql)),
  ];
  for (const spy of [built, ...short]) spy.mockRestore();
  return queries;
}
