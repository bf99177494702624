import { beforeFailures } from './before.ts';
import { earlyFailures } from './early.ts';
import { linkFailures, mailFailures } from './email.ts';
import { emailCodeFailures } from './email-codes.ts';
import {
  appFailures,
  attemptFailures,
  malformedCodeFailures,
  passkeyFailures,
  recoveryCodeFailures,
} from './factors.ts';
import type { Failure } from './failure.ts';
import { nameFailures } from './names.ts';
import { newPasskeyFailures } from './new-passkeys.ts';
import { passwordFailures, passwordOffFailures } from './password.ts';
import { sessionFailures } from './session.ts';

/** Every prepared failure, by what it has to do with. */
export const failures: Readonly<Record<string, readonly Failure[]>> = {
  'a username or password': passwordFailures,
  'a session': sessionFailures,
  'the link of an email': linkFailures,
  'an email': mailFailures,
  'a slip of the finger': nameFailures,
  'an authenticator app': appFailures,
  'a step of the sign-in': attemptFailures,
  'what is no code at all': malformedCodeFailures,
  'a recovery code': recoveryCodeFailures,
  'a code by email': emailCodeFailures,
  'a passkey': passkeyFailures,
  'a passkey that is to be added': newPasskeyFailures,
  'a password that is off': passwordOffFailures,
  'a request that is refused early': earlyFailures,
  'a request that is nearly allowed': beforeFailures,
};
