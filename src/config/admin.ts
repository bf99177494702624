import { hours, minutes } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { duration, flag, list, text } from './keys.ts';

/** The settings for administrators and their console. */
export const adminKeys = Type.Object({
  setupSecret: text(
    '',
    'A secret that makes someone the first administrator, for servers where nobody can run a command. Whoever is signed in opens `/setup` and enters it. It works once: as soon as there has been an administrator, `/setup` no longer exists. Everywhere else, run `latchkey admins add NAME`.',
    { secret: true, shortest: 32, longest: 1000 },
  ),
  idle: duration(
    '15m',
    [minutes(1), hours(12)],
    'How long the console can go unused before an administrator has to confirm their identity again.',
  ),
  impersonation: flag(
    false,
    'Whether administrators with the permission `accounts:impersonate` can sign in as someone else to see what that person sees. It lasts 30 minutes at most, changes nothing, and the person is told.',
  ),
  allowedAddresses: list(
    'addresses',
    'IP addresses or CIDR ranges that can use the console and its API, such as `10.0.0.0/8`. Without any, every address can.',
  ),
});
