/** What a row of the audit log tells of. One line each, and its words in `words.ts`. */
export type AuditAct =
  | 'accounts-exported'
  | 'accounts-imported'
  | 'app-added'
  | 'app-changed'
  | 'app-removed'
  | 'app-secret-made'
  | 'audit-broken'
  | 'audit-cut'
  | 'audit-read'
  | 'data-moved'
  | 'data-read'
  | 'resource-removed'
  | 'resource-saved'
  | 'secret-key-rotated'
  | 'signing-key-retired'
  | 'signing-keys-rotated';
