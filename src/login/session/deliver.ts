import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { codesSchema } from '../../factors/recovery-code/index.ts';
import { Type } from '../../kit/schema.ts';
import { accountSchema, toAccount } from '../../people/accounts/index.ts';
import { rememberDevice } from '../../people/limits/index.ts';
import { sessionSchema, setSessionCookie, type Transport, toSession } from '../../people/sessions/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { dropAttempt, giveAttemptCookie } from '../attempt-secret.ts';
import { offersFor } from '../factors.ts';
import { stepSchema } from '../step-schema.ts';
import type { CompleteLogin } from './open-session.ts';

/** What comes with a second factor that was added on the way. */
const recoveryCodes = Type.Optional(codesSchema);

/** What a finished login or registration answers over the API. */
const completeSchema = Type.Object(
  {
    status: Type.Literal('complete'),
    account: accountSchema,
    session: sessionSchema,
    token: Type.Optional(
      Type.String({
        description:
          'Only with `"transport": "bearer"`. Send it as `Authorization: Bearer …`. It is answered once.',
      }),
    ),
    recoveryCodes,
  },
  { title: 'CompleteLogin', description: 'The login is complete: here is the session.' },
);

const moreSchema = Type.Object(
  {
    status: Type.Literal('more'),
    attempt: Type.String({
      description: 'Names this login in the next step.',
      examples: ['att_7k3mq2xv9d4t'],
    }),
    next: Type.Array(stepSchema, { description: 'The steps you can answer. Answer one of them.' }),
    token: Type.Optional(
      Type.String({
        description:
          'Only with `"transport": "bearer"`. Send it as `Authorization: Bearer …` with the next step. Browsers get it as a cookie.',
      }),
    ),
    recoveryCodes,
  },
  { title: 'UnfinishedLogin', description: 'The login needs another step.' },
);

/** What every step towards a session answers over the API. */
export const loggedInOrMore = {
  description: 'The login is complete, or needs another step.',
  schema: Type.Union([completeSchema, moreSchema], {
    title: 'Login',
    description: 'A login that is complete, or one that needs another step. `status` says which.',
  }),
};

/** Hands the session to a browser: its cookie, and the one that makes the browser known to the account. */
export function giveCookies(services: UseCaseServices, reply: FastifyReply, login: CompleteLogin): void {
  setSessionCookie(reply, services.config, login.token, login.remember);
  rememberDevice(services, reply, login.owner);
}

/** Hands the session to whoever asked for it over the API, as a cookie or in the body, never both. */
function deliver(services: UseCaseServices, reply: FastifyReply, login: CompleteLogin) {
  const isBearer = login.transport === 'bearer';
  if (!isBearer) giveCookies(services, reply, login);
  return {
    status: 'complete' as const,
    account: toAccount(login.account),
    session: toSession(login.session, login.session.id),
    ...(isBearer && { token: login.token }),
  };
}

/** The same for a login that may need more: whoever begins it gets what makes the attempt theirs. */
export async function deliverStep(
  services: UseCaseServices,
  reply: FastifyReply,
  outcome: CompleteLogin | UnfinishedLogin,
  transport?: Transport,
) {
  if (outcome.status === 'complete') {
    const answer = deliver(services, reply, outcome);
    dropAttempt(services, reply);
    return answer;
  }
  const { attempt, secret } = outcome;
  if (secret !== undefined && transport !== 'bearer') giveAttemptCookie(services, reply, { attempt, secret });
  return {
    status: 'more' as const,
    attempt,
    next: await offersFor(services, outcome),
    ...(secret !== undefined && transport === 'bearer' && { token: secret }),
  };
}
