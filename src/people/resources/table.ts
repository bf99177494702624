/** What tokens can be made out for, such as an API. */
export interface AppResourcesTable {
  url: string;
  name: string;
  /** JSON: each scope with what it means to people. */
  scopes: string;
  token_seconds: number;
  alg: string;
  created_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    app_resources: AppResourcesTable;
  }
}
