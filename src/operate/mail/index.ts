/** What an operator does with the outbox: see what became of each email, and send one again. What it says nobody sees. */
export { type ListedMail, listMailQueue, showQueuedMail } from './list.ts';
export { mailNotWaiting, mailQueueProblems } from './problems.ts';
export { retryQueuedMail } from './retry.ts';
