/** What an operator does with the audit log: read it with the names of its accounts, and verify that it's whole. */
export {
  type AuditHead,
  type AuditVerdict,
  findAuditHead,
  recordCommandAlone,
  verifyAudit,
} from '../../people/audit/index.ts';
export { type AuditFilters, listAudit, type NamedAuditRow } from './list.ts';
