/** The account's e-mail address: ask for one, confirm it by the link from the mail, remove it. */
export { changeEmail } from './change-email.ts';
export { EmailRow, type EmailView } from './email-row.tsx';
export { emailPageRoutes } from './page-routes.ts';
export { removeEmail } from './remove-email.ts';
export { emailRoutes, wantedEmail } from './routes.ts';
