import type { Config, Setting } from './config/index.ts';
import { createPasswordHasher, type HashTurns } from './factors/password/index.ts';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db/index.ts';
import { addressList, originCheck } from './kit/http/index.ts';
import { answerSlot } from './kit/in-slots.ts';
import type { Logger } from './kit/log.ts';
import { countWaitingMails } from './kit/mail/index.ts';
import { createMetrics } from './kit/metrics.ts';
import { createOutbound, type Outbound } from './kit/outbound/index.ts';
import type { Services } from './kit/services.ts';
import { createPages, loadAssets } from './kit/ui/index.ts';
import { supportCodeOf } from './login/trails/index.ts';
import { compileDataSchema } from './people/accounts/data-schema.ts';
import { createAccountReader } from './people/accounts/index.ts';
import { findAuditHead } from './people/audit/index.ts';
import { readEmailDomains } from './people/emails/index.ts';
import { createImpersonations } from './people/impersonation/index.ts';
import { createKeyReader } from './people/keys/index.ts';
import { createNearNames } from './people/near-names/index.ts';
import { createOutsideClients } from './people/outside/index.ts';
import { createSessionReader } from './people/sessions/index.ts';
import { createStatistics, statisticsOf } from './people/statistics/index.ts';
import { createFreeAllowance, createTrails } from './people/trails/index.ts';
import { readBrand } from './surfaces/meta/index.ts';
import { english } from './words.ts';

export interface Foundations {
  readonly config: Config;
  readonly settings: readonly Setting[];
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secretKey: string;
  /** In milliseconds, `answerSlot` unless told otherwise. */
  readonly answerSlot?: number;
  /** The network of this machine unless told otherwise. */
  readonly outbound?: Outbound;
  /** Where several processes hash in turns; this process's own unless told otherwise. */
  readonly hashTurns?: HashTurns;
  /** The metrics of several processes together; those of this one unless told otherwise. */
  readonly readMetrics?: () => Promise<string>;
  /** Called with each part of a trail that is kept. */
  readonly onTrailKept?: () => void;
  readonly version: string;
  /** The folder of the built scripts and styles. */
  readonly assetsDir: string;
}

/** Makes what every slice may ask for. `isProblem` says whether a code is one that a client can meet. */
export function createServices(
  { assetsDir, version: _version, hashTurns, onTrailKept, ...given }: Foundations,
  isProblem: (code: string) => boolean,
): Services {
  const { config, database } = given;
  const development = config.mode === 'development';
  const hasher = createPasswordHasher(config, hashTurns);
  const metrics = createMetrics();
  metrics.watchHashing(hasher.load);
  metrics.watchMails(async () => {
    const { count, oldestAt } = await countWaitingMails(database.db);
    const oldest = oldestAt === undefined ? 0 : Math.max(0, given.clock() - oldestAt) / 1000;
    return { count, oldestSeconds: oldest };
  });
  metrics.watchAuditHead(async () => (await findAuditHead(database.db))?.seq ?? 0);
  const statistics = createStatistics({ ...given, db: database.db });
  const brand = readBrand(config.brand);
  const sessions = createSessionReader(database, config);
  const outbound = given.outbound ?? createOutbound();
  return {
    answerSlot,
    readMetrics: metrics.text,
    ...given,
    outbound,
    outside: createOutsideClients({ ...given, outbound }),
    db: database.db,
    words: english,
    brand,
    hasher,
    metrics,
    trails: createTrails({
      ...given,
      nearNames: createNearNames({ ...given, db: database.db }),
      isProblem,
      mayKeepFree: createFreeAllowance(config, given.clock),
      ...(onTrailKept && { onKept: onTrailKept }),
      onEnded: (part) => statisticsOf(part).forEach(statistics.count),
    }),
    statistics,
    accounts: createAccountReader(database),
    sessions,
    impersonations: createImpersonations({ ...given, sessions }),
    keys: createKeyReader({ ...given, db: database.db }),
    emailDomains: readEmailDomains(config),
    dataSchema: compileDataSchema(config.data.schema),
    isAllowedOrigin: originCheck({
      ownOrigin: config.publicUrl,
      allowed: config.allowedOrigins,
      anyLoopback: development,
    }),
    pages: createPages(
      {
        name: config.siteName,
        development,
        signUp: config.registration.mode,
        asset: loadAssets(assetsDir),
        links: config.links,
        logo: brand.logo?.address,
        colours: brand.colours?.address,
      },
      english,
      supportCodeOf,
    ),
    isMetricsReader: addressList(config.metrics.allowedAddresses),
    isAdminAddress:
      config.admin.allowedAddresses.length === 0 ? () => true : addressList(config.admin.allowedAddresses),
  };
}
