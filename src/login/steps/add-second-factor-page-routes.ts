import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { Begun } from '../../factors/enrolment.ts';
import { type Addable, addableFactors } from '../../factors/index.ts';
import { showCodes } from '../../factors/recovery-code/index.ts';
import {
  formBy,
  formOf,
  notFound,
  queryOf,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import { attemptOver } from '../attempt-over.ts';
import { offersFor } from '../factors.ts';
import { findStanding, heldAttemptId } from '../held-attempt.ts';
import { waitsForFactor } from '../next-step.ts';
import { asking } from '../requester.ts';
import { continueLogin, giveStep, pageOf } from '../session/continue-login.ts';
import type { Ways } from '../ways.ts';
import { addSecondFactor } from './add-second-factor.ts';
import { AddSecondFactorPage } from './add-second-factor-page.tsx';

const here = '/login/add-second-factor';

/** What the forms of the page add; what a script makes, such as a passkey, it sends to the API. */
const forms = Object.fromEntries(
  addableFactors
    .filter(({ enrolment }) => enrolment.hasForm)
    .map(({ name, enrolment }) => [name, formOf(`POST /api/login/:attempt/add-${name}`, enrolment.body)]),
);

/** The page on which a login that needs a second factor adds it. `over` leads back to the login. */
export function addSecondFactorPageRoutes(services: Services, { over, next }: Ways): Route[] {
  const formOwner = (request: FastifyRequest) => heldAttemptId(services, request);
  const page = { kind: 'page', access: 'anyone', path: here, formOwner } as const;
  return [
    route({
      ...page,
      method: 'GET',
      handle: ({ request, reply }) => show(reply, queryOf(request).get('next') ?? ''),
    }),
    route({
      ...page,
      method: 'POST',
      form: formBy('factor', forms),
      extra: ['factor', 'next'],
      async handle({ form: made, extra, request, reply }) {
        const factor = addableFactors.find(({ name }) => name === extra.factor);
        if (!factor) throw attemptOver();
        const attempt = await heldAttemptId(services, request);
        const more = { kind: 'login', format: 'form', attempt } as const;
        const { outcome, username, recoveryCodes } = await asking(services, reply, more, (requester) =>
          addSecondFactor(services, attempt, { factor, made }, requester),
        );
        if (!recoveryCodes) return continueLogin(services, reply, outcome, next(extra.next));
        const wanted = giveStep(services, reply, outcome, next(extra.next));
        const { notice } = factor.enrolment;
        if (outcome.status === 'complete') request.formOwner = outcome.account.id;
        return showCodes(services, reply, { username, codes: recoveryCodes, next: wanted, notice });
      },
      refused({ refusal, extra, reply }) {
        if (refusal.definition === notFound) return over(reply, extra.next);
        return show(reply, extra.next, { refusal, tried: extra.factor });
      },
    }),
  ];

  async function show(
    reply: FastifyReply,
    wanted: string,
    { refusal, tried }: { refusal?: Problem; tried?: string } = {},
  ) {
    const { request } = reply;
    const attempt = await heldAttemptId(services, request);
    const standing = await findStanding(services, attempt, request);
    if (!standing || standing.step.kind === 'open') return over(reply, wanted);
    const { account, step } = standing;
    if (!waitsForFactor(step)) return reply.redirect(pageOf(step, next(wanted)), 303);
    const offers = await offersFor(services, { attempt, accountId: account.id, step });
    if (refusal) setProblemHeaders(reply, refusal);
    const addable = addableFactors.flatMap((factor) => {
      const begun = offers.find((offer) => offer.factor === `add-${factor.name}`);
      return begun ? [{ factor, begun: begun as Begun }] : [];
    });
    // A refusal stands in the form that it is about, or in the only one.
    const isTried = ({ name }: Addable) => tried === name || !Object.hasOwn(forms, tried ?? '');
    const drawn = addable.map(async ({ factor, begun }) => ({
      factor,
      part: await factor.enrolment.part(services, begun, {
        action: here,
        to: `/api/login/${attempt}/add-${factor.name}`,
        accountId: account.id,
        next: next(wanted),
        problem: refusal && isTried(factor) ? toFormProblem(refusal) : undefined,
      }),
    }));
    const view = h(AddSecondFactorPage, {
      site: services.pages.site,
      username: account.username,
      ways: await Promise.all(drawn),
      failed: refusal !== undefined,
    });
    return services.pages.send(reply, view);
  }
}
