import type { LimitRow } from './table.ts';

/** What a counter holds up. Times are Unix milliseconds. */
export interface Hold {
  /** In a row. */
  readonly failures: number;
  /** When the wait ends; not in the future where it is full and no wait ends it. */
  readonly until: number;
  readonly isFull: boolean;
}

/**
 * What a counter holds up now; undefined where that is nothing. The one rule for it: whether a guess is refused, what the
 * refusal says of it, and what an operator is told of the account.
 */
export function holdOf(
  limit: Pick<LimitRow, 'count' | 'blocked_until' | 'expires_at'> | undefined,
  { most, now }: { readonly most: number; readonly now: number },
): Hold | undefined {
  if (!limit || limit.expires_at <= now) return undefined;
  const hold = { failures: limit.count, until: limit.blocked_until, isFull: limit.count >= most };
  return hold.isFull || hold.until > now ? hold : undefined;
}
