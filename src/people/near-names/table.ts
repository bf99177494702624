/** A name that somebody tried and nobody has. It can be compared with names of accounts, and not be read. */
export interface NearNamesTable {
  id: string;
  /** Hours since 1970: each has a key of its own, made from the server's secret key. */
  hour: number;
  /** HMACs of the name and of what is left of it without each letter, eight characters each. */
  letters: string;
  expires_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    near_names: NearNamesTable;
  }
}
