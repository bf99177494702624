import type { Config } from '../../config/index.ts';

/** What the primary itself runs with: its database, its port, its workers and its log. */
const fixed: Readonly<Record<string, (config: Config) => unknown>> = {
  host: ({ host }) => host,
  port: ({ port }) => port,
  dataDir: ({ dataDir }) => dataDir,
  secretKey: ({ secretKey }) => secretKey,
  database: ({ database }) => database,
  server: ({ server }) => server,
  'log.format': ({ log }) => log.format,
};

/** The settings, or sections of them, that differ and can't change while the server runs. */
export const fixedChanges = (present: Config, next: Config): string[] =>
  Object.entries(fixed).flatMap(([name, of]) =>
    JSON.stringify(of(present)) === JSON.stringify(of(next)) ? [] : [name],
  );
