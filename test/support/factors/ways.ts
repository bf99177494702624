import { goodPassword } from '../names.ts';
import type { Way } from './driver.ts';

const byPassword = (username: string) => ({ username, password: goodPassword });
const byName = (username: string) => ({ username });

/** A second factor is asked for after the password. */
export const afterPassword: Way = {
  body: byPassword,
  form: '/login',
  fields: byPassword,
  page: '/login/second-factor',
};

/** A code by email is asked for by the name alone. */
export const afterName: Way = {
  body: byName,
  form: '/login/send-code',
  fields: byName,
  page: '/login/email-code',
};
