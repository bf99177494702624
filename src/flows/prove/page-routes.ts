import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import type { FactorName } from '../../factors/factor.ts';
import { passkeyIn } from '../../factors/passkey/index.ts';
import {
  type Caller,
  invalidRequest,
  queryOf,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import { Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { readForm, toFormProblem } from '../../kit/ui/index.ts';
import { requireBounds, safeNext, secondFactorsOf } from '../login/index.ts';
import { inTrail, type Trailing } from '../trails/index.ts';
import { ProvePage } from './page.tsx';
import { reauthenticate } from './renew.ts';
import { isVerified, offersToVerify, strengthOf } from './verification.ts';

/** `/account/prove`: where a page leads that asks for a fresh proof, and back to it. */
export function provePageRoutes(services: Services): Route[] {
  const { config, pages, isAllowedOrigin } = services;
  const page = { kind: 'page', access: 'signed-in', path: '/account/prove' } as const;
  const next = (wanted: string | null) => safeNext(wanted ?? '', config.publicUrl, isAllowedOrigin);
  return [
    route({
      ...page,
      method: 'GET',
      handle: ({ caller, request, reply }) => show(caller, reply, queryOf(request).get('next')),
    }),
    route({
      ...page,
      method: 'POST',
      async handle({ caller, request, reply }) {
        const form = readForm(request, ['factor', 'password', 'code', 'next']);
        try {
          const { status } = await inTrail(
            services,
            reply,
            { kind: 'prove', format: 'form' },
            async (asker) => {
              requireBounds(form);
              return reauthenticateOn(caller, proofOf(form), { ...asker, reply });
            },
          );
          if (status === 'more') return await show(caller, reply, form.next, { isHalfDone: true });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return show(caller, reply, form.next, { refusal: error, tried: form.factor });
        }
        return reply.redirect(next(form.next), 303);
      },
    }),
  ];

  /** Of an account that has a second factor, the password alone is half of it. */
  async function reauthenticateOn(
    { session }: Caller,
    proof: ReturnType<typeof proofOf>,
    asker: Trailing & { readonly reply: FastifyReply },
  ): Promise<{ status: 'complete' | 'more' }> {
    const renewed = await reauthenticate(services, session, proof, asker);
    if (await isVerified(services, renewed)) return { status: 'complete' };
    const factors = await secondFactorsOf(services.db, session.account_id);
    asker.trail.note({ code: 'second-factor-asked', factors });
    return { status: 'more' };
  }

  async function show(
    { session }: Caller,
    reply: FastifyReply,
    wanted: string | null,
    { refusal, tried, isHalfDone = false }: { refusal?: Problem; tried?: string; isHalfDone?: boolean } = {},
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const needs = await strengthOf(services, session.account_id);
    const offers = await offersToVerify(services, session, needs);
    const view = h(ProvePage, {
      site: pages.site,
      viewer: { username: session.username },
      next: next(wanted),
      factors: offers.map(({ factor }) => factor),
      passkey: passkeyIn(services, offers, '/api/reauthenticate'),
      tried,
      isHalfDone,
      problem: refusal && toFormProblem(refusal),
    });
    return pages.send(reply, view);
  }
}

/** What the forms of the page answer; a passkey is answered by a script. */
const codeFactors: readonly FactorName[] = ['totp', 'recovery-code'];

function proofOf({ factor, password, code }: Record<'factor' | 'password' | 'code', string>) {
  if (factor === 'password') return { password };
  const name = codeFactors.find((one) => one === factor);
  if (name === undefined)
    throw problem(invalidRequest, 'Use one of the forms below to confirm your identity.');
  if (code === '' || code.length > 64) throw problem(invalidRequest, 'Enter the code.');
  return { factor: name, answer: { code } };
}
