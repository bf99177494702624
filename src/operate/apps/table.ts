/** How an app is built, which decides what it may be asked for. */
export type AppKind = 'web' | 'spa' | 'native' | 'machine' | 'device';

/** Other software that people sign in to with their account here. */
export interface AppsTable {
  /** `app_…`, its `client_id`. */
  id: string;
  name: string;
  kind: AppKind;
  /** JSON of `AppMetadata`. */
  metadata: string;
  /** 0 or 1: nobody is asked whether it may know them. */
  first_party: number;
  /** 0 or 1: whether it must send a code challenge. */
  pkce: number;
  /** Who added it: an operator, the document that its ID is the address of, the app itself, or this server for `/dev/apps/try`. */
  created_by: 'operator' | 'document' | 'registration' | 'development';
  created_at: number;
  disabled_at: number | null;
}

/** Of an app, by its SHA-256. Two live side by side while a new one is rolled out. */
export interface AppSecretsTable {
  hash: string;
  app_id: string;
  created_at: number;
  expires_at: number | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    apps: AppsTable;
    app_secrets: AppSecretsTable;
  }
}
