/**
 * Mail: composing it, and the outbox that it waits in until a postman has handed it over. It knows no person: who
 * gets a mail and why is decided by the slice that queues it. Nothing is sent inside a request.
 */
export { composeMail, type Mail } from './compose.ts';
export { mailIsConfigured } from './configured.ts';
export {
  forgetLateMails,
  type Letter,
  queueAgain,
  queueMail,
  releaseMails,
  resealMails,
} from './outbox.ts';
export { createPostman, type Postman, type PostmanOptions } from './postman.ts';
export { sealStoredMails } from './seal-stored.ts';
export { createSmtpSend } from './smtp.ts';
export {
  countWaitingMails,
  deleteMailsBefore,
  deleteMailsOf,
  findMail,
  findNewestMail,
  listMails,
  type OpenedMail,
} from './store.ts';
export type { MailKind, OutboxTable } from './table.ts';
export { type MailTrouble, remedyFor, troubleOf } from './trouble.ts';
export { unlinked } from './unlinked.ts';
