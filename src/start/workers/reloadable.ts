import type { Config } from '../../config/index.ts';

/** What the primary itself runs with: its database, its port and its workers. */
const fixed = ['host', 'port', 'dataDir', 'secretKey', 'database', 'server'] as const;

/** The settings, or sections of them, that differ and can't change while the server runs. */
export const fixedChanges = (present: Config, next: Config): string[] =>
  fixed.filter((name) => JSON.stringify(present[name]) !== JSON.stringify(next[name]));
