import type { FastifyReply } from 'fastify';
import { h } from 'preact';
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
import type { FactorName } from '../../people/factor-names.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { requireBounds, safeNext, secondFactorsOf } from '../login/index.ts';
import { inTrail, type Trailing } from '../trails/index.ts';
import type { EmailCodeOffer } from './email-code-forms.tsx';
import { offersToVerify, strengthOf, verifiesByEmail } from './offers.ts';
import { ProvePage } from './page.tsx';
import { reauthenticate } from './renew.ts';
import { sendCode } from './send-code.ts';
import { isVerified } from './verification.ts';

/** `/account/prove`: where a page leads that asks for a fresh proof, and back to it. */
export function provePageRoutes(services: Services): Route[] {
  const { config, pages, isAllowedOrigin } = services;
  const page = { kind: 'page', access: 'signed-in', path: '/account/prove' } as const;
  const next = (wanted: string | null) => safeNext(wanted ?? '', config.publicUrl, isAllowedOrigin);
  return [
    route({
      ...page,
      method: 'GET',
      handle({ caller, request, reply }) {
        const query = queryOf(request);
        return show(caller, reply, query.get('next'), query.get('said') === 'sent' ? { said: 'sent' } : {});
      },
    }),
    route({
      ...page,
      method: 'POST',
      async handle({ caller, request, reply }) {
        const form = readForm(request, ['factor', 'password', 'code', 'send', 'next']);
        const sends = form.factor === 'email-code' && form.send === 'on';
        try {
          const { status } = await inTrail(
            services,
            reply,
            { kind: 'prove', format: 'form' },
            async (asker) => {
              requireBounds(form);
              if (form.factor === 'email-code') await requireByEmail(caller);
              if (sends) return askForCode(caller, asker);
              return reauthenticateOn(caller, proofOf(form), { ...asker, reply });
            },
          );
          if (status === 'more' && !sends) return await show(caller, reply, form.next, { said: 'half-done' });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return show(caller, reply, form.next, { refusal: error, tried: sends ? 'send-code' : form.factor });
        }
        if (sends)
          return reply.redirect(
            `/account/prove?${new URLSearchParams({ next: form.next, said: 'sent' })}`,
            303,
          );
        return reply.redirect(next(form.next), 303);
      },
    }),
  ];

  async function requireByEmail({ account }: Caller): Promise<void> {
    if (!(await verifiesByEmail(services, services.db, account.id))) throw noSuchForm();
  }

  async function askForCode(caller: Caller, asker: Trailing): Promise<{ status: 'more' }> {
    await sendCode(services, caller, asker);
    return { status: 'more' };
  }

  /** Of an account that has a second factor, the password alone is half of it. */
  async function reauthenticateOn(
    { via: { session } }: Caller,
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
    caller: Caller,
    reply: FastifyReply,
    wanted: string | null,
    { refusal, tried, said }: { refusal?: Problem; tried?: string; said?: 'half-done' | 'sent' } = {},
  ) {
    if (refusal) setProblemHeaders(reply, refusal);
    const { session } = caller.via;
    const needs = await strengthOf(services, session.account_id);
    const offers = await offersToVerify(services, session, needs);
    const view = h(ProvePage, {
      site: pages.site,
      viewer: viewerOf(caller),
      next: next(wanted),
      factors: offers.map(({ factor }) => factor),
      passkey: passkeyIn(services, offers, '/api/reauthenticate'),
      email: emailIn(offers),
      tried,
      said,
      problem: refusal && toFormProblem(refusal),
    });
    return pages.send(reply, view);
  }
}

/** What the forms of the page answer; a passkey is answered by a script. */
const codeFactors: readonly FactorName[] = ['totp', 'recovery-code', 'email-code'];

function proofOf({ factor, password, code }: Record<'factor' | 'password' | 'code', string>) {
  if (factor === 'password') return { password };
  const name = codeFactors.find((one) => one === factor);
  if (name === undefined) throw noSuchForm();
  if (code === '' || code.length > 64) throw problem(invalidRequest, 'Enter the code.');
  return { factor: name, answer: { code } };
}

function noSuchForm(): Problem {
  return problem(invalidRequest, 'Use one of the forms below to confirm your identity.');
}

/** What the page needs for a code by email, out of what may be answered; null where none would do. */
function emailIn(offers: readonly { readonly factor: string }[]): EmailCodeOffer | null {
  const offer = offers.find(({ factor }) => factor === 'email-code') as Partial<EmailCodeOffer> | undefined;
  return offer?.email === undefined ? null : { email: offer.email, sent: offer.sent === true };
}
