import type { AuditHead } from './append.ts';
import { hashOf, isSame } from './chain.ts';
import type { ChainKey } from './keys.ts';
import type { AuditTable } from './table.ts';

/** How a chain can be broken. */
export type BreakReason =
  /** A row isn't there. */
  | 'missing'
  /** A row isn't the one that was written, or was written without the key. */
  | 'changed'
  /** A row was written with the key, but not after the row before it. */
  | 'unlinked'
  /** The rows before the oldest one are gone, and the sweep didn't delete them. */
  | 'beginning-missing'
  /** The head says that there were more rows. */
  | 'newest-missing'
  /** There are rows after the head. */
  | 'after-head'
  /** The head isn't the one that was written. */
  | 'head-changed'
  | 'head-missing'
  /** The key of older rows is gone, and no row says that it was lost. */
  | 'key-missing'
  /** A row says that the log was found changed when it was written. */
  | 'noted';

/** Facts that the log itself writes, of `audit-cut` and `secret-key-rotated`. */
interface Facts {
  readonly through?: number;
  readonly hash?: string;
  readonly lost?: boolean;
}

/** A walk along the chain from its oldest row on. It keeps no more than what the next row is compared with. */
export class Walk {
  readonly first: number;
  last: AuditHead;
  /** How many rows couldn't be checked, because their key was lost. */
  unchecked = 0;
  /** Whether the chain leads through the head that somebody kept. */
  leadsThroughKept = false;
  readonly #keys: ChainKey[];
  readonly #kept: AuditHead | undefined;
  /** What the oldest row follows, which a cut must have carried on. */
  #before = '';
  #isCut: boolean;
  #wantsLost = false;

  constructor(keys: readonly ChainKey[], first: number, kept: AuditHead | undefined) {
    this.first = first;
    this.last = { seq: first - 1, hash: '' };
    this.#keys = [...keys];
    this.#kept = kept;
    this.#isCut = first === 1;
  }

  /** Takes the next row, and returns what is wrong with it. */
  take(row: AuditTable): BreakReason | undefined {
    if (row.seq !== this.last.seq + 1) return 'missing';
    if (row.seq === this.first && this.first !== 1) {
      this.#before = row.prev_hash;
      this.#pass({ seq: row.seq - 1, hash: row.prev_hash });
    }
    const wrong = this.#judge(row);
    if (!wrong) this.#pass({ seq: row.seq, hash: row.hash });
    return wrong;
  }

  /** What is wrong with the whole, once every row was taken. */
  finish(): BreakReason | undefined {
    if (this.#wantsLost) return 'key-missing';
    return this.#isCut ? undefined : 'beginning-missing';
  }

  #pass(head: AuditHead): void {
    this.last = head;
    if (head.seq === this.#kept?.seq) this.leadsThroughKept = isSame(head.hash, this.#kept.hash);
  }

  #judge(row: AuditTable): BreakReason | undefined {
    while ((this.#keys[0]?.lastSeq ?? row.seq) < row.seq) this.#keys.shift();
    const key = this.#keys[0]?.key;
    if (key && !isSame(row.hash, hashOf(key, row))) return 'changed';
    if (row.prev_hash !== this.last.hash) return 'unlinked';
    if (key) return this.#judgeFacts(row);
    this.unchecked += 1;
    this.#wantsLost = true;
    return undefined;
  }

  #judgeFacts({ act, detail }: AuditTable): BreakReason | undefined {
    if (this.#wantsLost && !saysLost({ act, detail })) return 'key-missing';
    this.#wantsLost = false;
    const { through, hash } = factsIn(detail);
    if (act === 'audit-cut' && through === this.first - 1 && hash === this.#before) this.#isCut = true;
    return act === 'audit-broken' ? 'noted' : undefined;
  }
}

/** Whether a row, once it's known to be as written, says that the key of those before it was lost. */
export const saysLost = ({ act, detail }: Pick<AuditTable, 'act' | 'detail'>): boolean =>
  act === 'secret-key-rotated' && factsIn(detail).lost === true;

const factsIn = (detail: string | null): Facts => JSON.parse(detail ?? '{}') as Facts;
