/**
 * The audit log: what those who run the server did, as a chain of rows that nobody can change unseen without the secret key.
 * What people do with their own accounts is recorded as events, which are deleted with the account.
 */
export type { AuditAct } from './acts.ts';
export { type AuditEntry, type AuditHead, appendAudit, recordReading } from './append.ts';
export { canonicalDetail } from './canonical.ts';
export { cutAudit } from './cut.ts';
export { recordCommand, recordCommandAlone } from './record.ts';
export { reportHead } from './report.ts';
export { rotateAuditKey } from './rotate.ts';
export { findHead as findAuditHead, listRows as listAuditRows } from './store.ts';
export type { AuditTable as AuditRow } from './table.ts';
export { type AuditVerdict, verifyAudit } from './verify.ts';
