import { linkFailures, mailFailures } from './email.ts';
import type { Failure } from './failure.ts';
import { passwordFailures } from './password.ts';
import { sessionFailures } from './session.ts';

/** Every prepared failure, by what it has to do with. */
export const failures: Readonly<Record<string, readonly Failure[]>> = {
  'a username or password': passwordFailures,
  'a session': sessionFailures,
  'the link of an email': linkFailures,
  'an email': mailFailures,
};
