import type { TableLayout } from '../../kit/db/index.ts';

/**
 * Migrations and the marks of moves belong to the database, not to the data. What people are found by is written anew
 * (`rebuildWords`), since each database keeps it in its own way.
 */
export const leftOut: readonly string[] = ['migrations', 'moves', 'account_words', 'search_state'];

/**
 * The tables that a move copies: all except `leftOut`, each after the tables that it references. Throws when tables
 * reference each other in a circle.
 */
export function movedTables(layout: readonly TableLayout[]): TableLayout[] {
  const waiting = layout.filter(({ name }) => !leftOut.includes(name));
  const ordered: TableLayout[] = [];
  while (waiting.length > 0) {
    const isReady = ({ name, parents }: TableLayout) =>
      parents.every((parent) => parent === name || !waiting.some((table) => table.name === parent));
    const at = waiting.findIndex(isReady);
    const [next] = at < 0 ? [] : waiting.splice(at, 1);
    if (!next) throw new Error(`Tables refer to each other: ${waiting.map(({ name }) => name).join(', ')}.`);
    ordered.push(next);
  }
  return ordered;
}
