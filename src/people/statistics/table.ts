/** How often something happened in an hour. */
export interface StatisticsTable {
  /** Hours since 1970 in UTC. */
  hour: number;
  /** A `StatisticName`, or one of another version of this program. */
  name: string;
  count: number;
}

/** The last batch of counts that a process wrote: the same batch is never added twice. */
export interface StatisticsWritersTable {
  /** Made anew at each start. */
  id: string;
  batch: number;
  written_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    statistics: StatisticsTable;
    statistics_writers: StatisticsWritersTable;
  }
}
