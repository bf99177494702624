import type { Config } from './config.ts';
import type { PasswordHasher } from './factors/password/index.ts';
import type { Clock } from './kit/clock.ts';
import type { Database, Db } from './kit/db/index.ts';
import type { OriginCheck } from './kit/http/index.ts';
import type { Logger } from './kit/log.ts';
import type { Metrics } from './kit/metrics.ts';
import type { Pages } from './kit/ui/index.ts';
import type { AccountReader, DataSchema } from './people/accounts/index.ts';
import type { SessionReader } from './people/sessions/index.ts';
import type { Trails } from './people/trails/index.ts';

/** What the server made once at its start and every slice may ask for. Imported for its type alone. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  /** Signs challenges and device cookies; the same in all processes. */
  readonly secretKey: string;
  /** In milliseconds: what must not tell whether somebody has an account is answered at the end of such a slot. */
  readonly answerSlot: number;
  readonly hasher: PasswordHasher;
  readonly accounts: AccountReader;
  readonly sessions: SessionReader;
  readonly dataSchema: DataSchema;
  readonly isAllowedOrigin: OriginCheck;
  readonly pages: Pages;
  readonly metrics: Metrics;
  readonly trails: Trails;
  /** Whether an address may read the metrics, by the configuration; loopback always may. */
  isMetricsReader(address: string): boolean;
}
