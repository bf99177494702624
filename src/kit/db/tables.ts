/**
 * The tables of the database. Each slice adds its own in its `table.ts` by declaration merging,
 * so a query is typed everywhere and this floor knows none of them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the slices
export interface Tables {}
