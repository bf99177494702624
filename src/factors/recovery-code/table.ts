export interface RecoveryCodesTable {
  account_id: string;
  /** 0 to 9. New codes take the places of the old, so parallel changes never leave two sets alive. */
  place: number;
  /** SHA-256 of the code. */
  code_hash: string;
  used_at: number | null;
  created_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    recovery_codes: RecoveryCodesTable;
  }
}
