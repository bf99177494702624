/** A trace of each secret that the configuration holds beside the database. */
export interface SecretChecksTable {
  /** The name of the setting: `secretKey`, `password.pepper`. */
  name: string;
  /** Of the secret key, a text sealed under it; of the pepper, its fingerprint, which hashes carry too. */
  value: string;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    secret_checks: SecretChecksTable;
  }
}
