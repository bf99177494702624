/** Where a page of a list lies: after a key on the way down, before one on the way up, or at the top. */
export interface Place<Key> {
  /** Only what comes after this one, further down. */
  readonly before?: Key | undefined;
  /** Only what comes before this one, further up. */
  readonly after?: Key | undefined;
  readonly limit: number;
}

/** A page of a list, with the keys that its neighbours are asked for by; undefined where there are none. */
export interface KeysetPage<Item, Key> {
  readonly items: readonly Item[];
  /** What comes before the page is asked for as `after` this one. */
  readonly newer: Key | undefined;
  /** What comes after the page is asked for as `before` this one. */
  readonly older: Key | undefined;
}

/**
 * Makes a page, the newest first, of what a query found: one row more than `limit`, the newest first or, on the way up, the
 * oldest first.
 */
export function pageOf<Item, Key>(
  found: readonly Item[],
  { before, after, limit }: Place<Key>,
  keyOf: (item: Item) => Key,
): KeysetPage<Item, Key> {
  const isUp = after !== undefined;
  const hasMore = found.length > limit;
  const held = found.slice(0, limit);
  const items = isUp ? held.toReversed() : held;
  const [first, last] = [items.at(0), items.at(-1)];
  const hasNewer = isUp ? hasMore : before !== undefined;
  return {
    items,
    newer: first !== undefined && hasNewer ? keyOf(first) : undefined,
    older: last !== undefined && (isUp || hasMore) ? keyOf(last) : undefined,
  };
}
