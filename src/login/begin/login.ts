import type { UseCaseServices } from '../../factors/index.ts';
import { invalidRequest } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import type { Requester } from '../requester.ts';
import { advance } from '../session/advance.ts';
import type { CompleteLogin, SessionOptions } from '../session/open-session.ts';
import { type Credentials, proveIdentity } from './prove-identity.ts';

/** Logs a person in by name and password: prove who they are, then whatever comes before the session. */
export function login(
  services: UseCaseServices,
  input: Credentials & SessionOptions,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const sessionOptions = { transport: input.transport, remember: input.remember };
  return proveIdentity(services, input, requester, (tx, proved) =>
    advance(
      tx,
      services,
      { ...proved, amr: ['pwd'], isMultiFactor: false, sessionOptions, attempt: null, counted: null },
      requester,
    ),
  );
}

/** A name without a password, or the other way round, is a mistake rather than a request to use a passkey. */
export function requireBoth(username: string | undefined, password: string | undefined): void {
  if ((username === undefined) === (password === undefined)) return;
  const missing = username === undefined ? 'username' : 'password';
  const detail: Say = ({ login }) => login.sendBoth(missing);
  throw problem(invalidRequest, detail, { errors: [{ pointer: `/${missing}`, code: 'required', detail }] });
}
