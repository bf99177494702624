import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { secondFactors } from '../../factors/index.ts';
import {
  type Caller,
  formBy,
  formOf,
  invalidRequest,
  queryOf,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import type { Say } from '../../kit/words/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { answerForms, readClock, safeNext, secondFactorsOf } from '../index.ts';
import { inTrail, type Trailing } from '../trails/index.ts';
import type { EmailCodeOffer } from './email-code-forms.tsx';
import { needIn } from './need.ts';
import { offersToVerify, strengthOf, verifiesByEmail } from './offers.ts';
import { ProvePage } from './page.tsx';
import { reauthenticate } from './renew.ts';
import { proofs } from './routes.ts';
import { sendCode } from './send-code.ts';
import { isVerified } from './verification.ts';

/** `/account/prove`: where a page leads that asks for a fresh proof, and back to it. */
export function provePageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const page = { kind: 'page', access: 'signed-in', path: '/account/prove' } as const;
  const next = (wanted: string | null) => safeNext(services, wanted, '/account');
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
      form: formBy('factor', forms),
      extra: ['factor', 'send', 'next', 'clock'],
      async handle({ caller, form, extra, reply }) {
        const { password, factor: _factor, ...answer } = form as Proof;
        const sends = asksForCode(extra);
        const { status } = await inTrail(
          services,
          reply,
          { kind: 'prove', format: 'form' },
          async (requester) => {
            if (extra.factor === 'email-code') await requireByEmail(caller);
            if (sends) return askForCode(caller, requester);
            const factor = extra.factor as FactorName;
            const browserNow = readClock(extra.clock);
            const proof =
              password === undefined ? { factor, answer: requireCode(answer), browserNow } : { password };
            return reauthenticateOn(caller, proof, { ...requester, reply });
          },
        );
        if (sends) {
          const query = new URLSearchParams({ next: extra.next, said: 'sent' });
          return reply.redirect(`/account/prove?${query}`, 303);
        }
        if (status === 'more') return show(caller, reply, extra.next, { said: 'half-done' });
        return pages.leaveTo(reply, next(extra.next));
      },
      refused({ refusal, caller, extra, reply }) {
        const tried = asksForCode(extra) ? 'send-code' : extra.factor;
        return show(caller, reply, extra.next, { refusal, tried });
      },
    }),
  ];

  async function requireByEmail({ account }: Caller): Promise<void> {
    if (!(await verifiesByEmail(services, services.db, account.id))) throw noSuchForm();
  }

  async function askForCode(caller: Caller, requester: Trailing): Promise<{ status: 'more' }> {
    await sendCode(services, caller, requester);
    return { status: 'more' };
  }

  /** Of an account that has a second factor, the password alone is half of it. */
  async function reauthenticateOn(
    { via: { session } }: Caller,
    proof: Parameters<typeof reauthenticate>[2],
    requester: Trailing & { readonly reply: FastifyReply },
  ): Promise<{ status: 'complete' | 'more' }> {
    const renewed = await reauthenticate(services, session, proof, requester);
    if (await isVerified(services, renewed)) return { status: 'complete' };
    const factors = await secondFactorsOf(services.db, session.account_id);
    requester.trail.note({ code: 'second-factor-asked', factors });
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
    const problem = refusal && toFormProblem(refusal);
    const view = h(ProvePage, {
      site: pages.site,
      viewer: viewerOf(caller),
      next: next(wanted),
      need: (await isVerified(services, session)) ? undefined : needIn(session, needs, services.clock()),
      factors: offers.map(({ factor }) => factor),
      asked: answerForms(services, {
        site: pages.site,
        at: 'verification',
        action: '/account/prove',
        next: next(wanted),
        offers,
        to: () => '/api/reauthenticate',
        tried,
        problem,
      }),
      email: emailIn(offers),
      providers: config.login.with.filter(({ id }) =>
        offers.some((offer) => 'provider' in offer && offer.provider === id),
      ),
      tried,
      said,
      problem,
    });
    return pages.send(reply, view);
  }
}

interface Proof {
  readonly password?: string;
  readonly factor?: FactorName;
  readonly [field: string]: unknown;
}

const byScript: ReadonlySet<FactorName> = new Set(
  secondFactors.filter(({ answering }) => !answering?.hasForm).map(({ name }) => name),
);

/** What the forms of the page answer. */
const forms = Object.fromEntries(
  [...proofs]
    .filter(([factor]) => !byScript.has(factor))
    .map(([factor, schema]) => [factor, formOf('POST /api/reauthenticate', schema)]),
);

const asksForCode = ({ factor, send }: Readonly<Record<'factor' | 'send', string>>): boolean =>
  factor === 'email-code' && send === 'on';

/** Over the API an answer without a code asks for one; the page has a button for that. */
function requireCode(answer: Readonly<Record<string, unknown>>) {
  if (Object.keys(answer).length > 0) return answer;
  const detail: Say = ({ prove }) => prove.enterCode;
  throw problem(invalidRequest, detail, { errors: [{ pointer: '/code', code: 'missing', detail }] });
}

function noSuchForm(): Problem {
  return problem(invalidRequest, ({ prove }) => prove.useAForm);
}

/** What the page needs for a code by email, out of what may be answered; null where none would do. */
function emailIn(offers: readonly { readonly factor: string }[]): EmailCodeOffer | null {
  const offer = offers.find(({ factor }) => factor === 'email-code') as Partial<EmailCodeOffer> | undefined;
  return offer?.email === undefined ? null : { email: offer.email, sent: offer.sent === true };
}
