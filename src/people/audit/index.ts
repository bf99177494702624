/**
 * The audit log: what was done by those who run the server, as a chain of rows that nobody can change unseen without the
 * secret key. What people do with their own accounts are events, which go with the account.
 */
export type { AuditAct } from './acts.ts';
export { type AuditEntry, type AuditHead, appendAudit, recordReading } from './append.ts';
export { cutAudit } from './cut.ts';
export { recordCommand, recordCommandAlone } from './record.ts';
export { reportHead } from './report.ts';
export { rotateAuditKey } from './rotate.ts';
export { findHead as findAuditHead, listRows as listAuditRows } from './store.ts';
export type { AuditTable as AuditRow } from './table.ts';
export { type AuditVerdict, verifyAudit } from './verify.ts';
