/**
 * How often people signed in, failed to, registered and got emails, hour by hour, for charts. It's counted in memory and
 * written every ten seconds: what must not be lost is a line of the audit log, and what watches the server are its metrics.
 */
export { statisticsOf } from './count-part.ts';
export { createStatistics } from './counter.ts';
export type { StatisticName } from './names.ts';
export { deleteOldStatistics, readStatistics } from './read.ts';

import type { Statistics } from './counter.ts';

declare module '../../kit/services.ts' {
  interface Services {
    readonly statistics: Statistics;
  }
}
