import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { type Addable, addableFactors } from '../../factors/index.ts';
import type { Own } from '../../factors/own.ts';
import { areFreshCodes, showCodes } from '../../factors/recovery-code/index.ts';
import {
  buttonOf,
  type Caller,
  formOf,
  invalidRequest,
  type Route,
  route,
  setProblemHeaders,
} from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { toFormProblem } from '../../kit/ui/index.ts';
import { safeNext, stayKnown } from '../../login/index.ts';
import { addOwnFactor, beginFactor, findBegun } from './add-factor.ts';
import { factorParams, idIn, removableFactors, takesId } from './factor-routes.ts';
import { type Removable, removeFactor } from './remove-factor.ts';
import { SetUpPage } from './set-up-page.tsx';

const page = { kind: 'page', access: 'signed-in' } as const;

/** The pages and forms by which a factor is added and removed. One that a script adds, such as a passkey, asks the API. */
export function factorPageRoutes(services: Services): Route[] {
  return [
    ...addableFactors.flatMap((factor) => {
      const { own } = factor;
      if (!own) return [];
      return factor.enrolment.hasForm
        ? addPageRoutes(services, factor, own)
        : [codesPageRoute(services, factor, own)];
    }),
    ...removableFactors.map((factor) => removePageRoute(services, factor)),
  ];
}

function addPageRoutes(services: Services, factor: Addable, { section, begin, add }: Own): Route[] {
  const { enrolment } = factor;
  const here = `/account/security/${section}`;
  const shown = new Set([...enrolment.problems, invalidRequest]);
  return [
    route({ ...page, method: 'GET', path: here, handle: ({ caller, reply }) => show(caller, reply) }),
    ...(begin ? [beginPageRoute(services, factor, { section, begin })] : []),
    route({
      ...page,
      method: 'POST',
      path: `${here}/confirm`,
      form: formOf(`POST ${add?.path}`, enrolment.body),
      async handle({ caller, form: made, request, reply }) {
        const added = await addOwnFactor(services, caller, { factor, made }, request);
        stayKnown(services, reply, caller.via.session, added.securityVersion);
        const { recoveryCodes: codes } = added;
        if (!codes) return reply.redirect(`/account?done=${factor.name}-added#${section}`, 303);
        const { username } = caller.account;
        return showCodes(services, reply, { username, codes, notice: enrolment.notice });
      },
      refused({ refusal, caller, reply }) {
        if (!shown.has(refusal.definition)) throw refusal;
        return show(caller, reply, refusal);
      },
    }),
  ];

  async function show(caller: Caller, reply: FastifyReply, refusal?: Problem) {
    const begun = await findBegun(services, caller, factor);
    if (!begun && refusal) throw refusal;
    if (!begun) return reply.redirect(`/account#${section}`, 303);
    if (refusal) setProblemHeaders(reply, refusal);
    const part = await enrolment.part(services, begun, {
      action: `${here}/confirm`,
      to: add?.path ?? '',
      accountId: caller.account.id,
      problem: refusal && toFormProblem(refusal),
    });
    const { username } = caller.account;
    const view = { site: services.pages.site, viewer: { username }, factor, section, part };
    return services.pages.send(reply, h(SetUpPage, { ...view, failed: refusal !== undefined }));
  }
}

/**
 * Shows the codes that came with a factor on their page: the script that has added it holds them, and sends them back. So
 * they are shown, printed and saved in one place only, and not made a second time. Shows none that aren't the account's.
 */
function codesPageRoute(services: Services, { enrolment }: Addable, { section }: Own): Route {
  return route({
    ...page,
    method: 'POST',
    path: `/account/security/${section}/codes`,
    noTwin: 'The API has answered the codes already, to the script that sends them here.',
    extra: ['codes', 'next'],
    async handle({ caller, extra, reply }) {
      const { id, username } = caller.account;
      const codes = extra.codes.slice(0, 1000).split(' ');
      if (!(await areFreshCodes(services.db, id, codes)))
        return reply.redirect('/account#recovery-codes', 303);
      const next = safeNext(services, extra.next, '/account');
      return showCodes(services, reply, { username, codes, next, notice: enrolment.notice });
    },
  });
}

/** The button that begins; what is chosen rather than made, such as a PIN, needs none. */
function beginPageRoute(
  services: Services,
  factor: Addable,
  { section, begin }: { readonly section: string; readonly begin: NonNullable<Own['begin']> },
): Route {
  const here = `/account/security/${section}`;
  return route({
    ...page,
    method: 'POST',
    path: here,
    form: buttonOf(`POST ${begin.path}`),
    async handle({ caller, reply }) {
      await beginFactor(services, caller, factor);
      return reply.redirect(here, 303);
    },
    refused({ refusal, reply }) {
      if (refusal.definition !== begin.exists) throw refusal;
      return reply.redirect(`/account#${section}`, 303);
    },
  });
}

function removePageRoute(services: Services, factor: Removable): Route {
  const { section, remove } = factor.own;
  return route({
    ...page,
    method: 'POST',
    path: `/account/security/${section}${takesId(factor) ? '/:id' : ''}/remove`,
    ...(takesId(factor) && { params: factorParams }),
    form: buttonOf(`DELETE ${remove.path}`),
    async handle({ caller, params, request, reply }) {
      const removed = await removeFactor(services, caller, { factor, id: idIn(params) }, request);
      if (removed) stayKnown(services, reply, caller.via.session, removed.securityVersion);
      const done = removed && `?done=${factor.name}-${removed.was === 'in-force' ? 'removed' : 'left'}`;
      return reply.redirect(`/account${done ?? ''}#${section}`, 303);
    },
  });
}
