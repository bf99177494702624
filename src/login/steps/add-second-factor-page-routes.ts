import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { showCodes, type TotpSetUp } from '../../factors/enrol/index.ts';
import { passkeyIn } from '../../factors/passkey/index.ts';
import { drawQrCode, totpCode } from '../../factors/totp/index.ts';
import { formOf, notFound, queryOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import { asking } from '../asker.ts';
import { offersFor } from '../factors.ts';
import { findStanding, heldAttemptId } from '../held-attempt.ts';
import { waitsForFactor } from '../next-step.ts';
import { giveStep, goOn, pageOf } from '../session/go-on.ts';
import type { Ways } from '../ways.ts';
import { addSecondFactor } from './add-second-factor.ts';
import { AddSecondFactorPage } from './add-second-factor-page.tsx';

const here = '/login/add-second-factor';

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
      form: formOf('POST /api/login/:attempt/add-totp', totpCode),
      extra: ['next'],
      async handle({ form, extra, request, reply }) {
        const attempt = await heldAttemptId(services, request);
        const more = { kind: 'login', format: 'form', attempt } as const;
        const { outcome, username, recoveryCodes } = await asking(services, reply, more, (asker) =>
          addSecondFactor(services, attempt, form, asker),
        );
        if (!recoveryCodes) return goOn(services, reply, outcome, next(extra.next));
        const wanted = giveStep(services, reply, outcome, next(extra.next));
        const notice = 'Your authenticator app is in force. One thing is left: keep these codes.';
        if (outcome.status === 'complete') request.formOwner = outcome.account.id;
        return showCodes(services, reply, { username, codes: recoveryCodes, next: wanted, notice });
      },
      refused({ refusal, extra, reply }) {
        return refusal.definition === notFound ? over(reply, extra.next) : show(reply, extra.next, refusal);
      },
    }),
  ];

  async function show(reply: FastifyReply, wanted: string, refusal?: Problem) {
    const { request } = reply;
    const attempt = await heldAttemptId(services, request);
    const standing = await findStanding(services, attempt, request);
    if (!standing || standing.step.kind === 'open') return over(reply, wanted);
    const { account, step } = standing;
    if (!waitsForFactor(step)) return reply.redirect(pageOf(step, next(wanted)), 303);
    const offers = await offersFor(services, { attempt, accountId: account.id, step });
    const setUp = offers.find(({ factor }) => factor === 'add-totp') as unknown as TotpSetUp;
    if (refusal) setProblemHeaders(reply, refusal);
    const view = h(AddSecondFactorPage, {
      site: services.pages.site,
      next: next(wanted),
      username: account.username,
      accountId: account.id,
      passkey: passkeyIn(services, offers, `/api/login/${attempt}/add-passkey`, 'add-passkey'),
      setUp: { ...setUp, qrCode: await drawQrCode(setUp.uri) },
      problem: refusal && toFormProblem(refusal),
    });
    return services.pages.send(reply, view);
  }
}
