/**
 * The mailbox of development: every mail that this server would have sent, as its receiver would see it.
 * In production it is not there.
 */
export { mailboxRoutes } from './routes.ts';
