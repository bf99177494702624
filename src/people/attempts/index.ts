/**
 * Logins that have begun and are not finished: one row each, with what was proved so far. Which step comes next is
 * decided by the login.
 */
export {
  advanceAttempt,
  consumeAttempt,
  deleteAttemptsByMail,
  deleteAttemptsOf,
  deleteExpiredAttempts,
  findAttempt,
  hasAttempt,
  insertAttempt,
  newAttemptSecret,
  resumeAttempt,
  sessionOptionsOf,
  soFarOf,
} from './store.ts';
export type { LoginAttemptsTable } from './table.ts';
