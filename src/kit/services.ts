import type { Clock } from './clock.ts';
import type { Database, Db } from './db/index.ts';
import type { OriginCheck } from './http/index.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Outbound } from './outbound/index.ts';
import type { Pages } from './ui/index.ts';
import type { Words } from './words/index.ts';

/**
 * What the server made once at its start and every room may ask for. What is the kit's own stands here; the rooms above
 * add theirs where they declare their doors (`declare module`), so that the kit need not know them.
 */
export interface Services {
  readonly database: Database;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  /** Signs challenges and device cookies; the same in all processes. */
  readonly secretKey: string;
  /** In milliseconds: what must not tell whether somebody has an account is answered at the end of such a slot. */
  readonly answerSlot: number;
  readonly isAllowedOrigin: OriginCheck;
  readonly pages: Pages;
  /** What is said outside of pages: in emails, trails and refusals. */
  readonly words: Words;
  readonly metrics: Metrics;
  /** The metrics as text, those of all processes that answer requests together. */
  readMetrics(): Promise<string>;
  /** The one way to ask other servers. */
  readonly outbound: Outbound;
  /** Whether an address may read the metrics, by the configuration; loopback always may. */
  isMetricsReader(address: string): boolean;
  /** Whether the console may be used from an address, by the configuration. */
  isAdminAddress(address: string): boolean;
}
