import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import {
  type Administrator,
  formOf,
  notFound,
  operationName,
  type Route,
  route,
  setProblemHeaders,
} from '../../../../kit/http/index.ts';
import { type Problem, problem } from '../../../../kit/problem.ts';
import { Type } from '../../../../kit/schema.ts';
import type { Services } from '../../../../kit/services.ts';
import { toFormProblem } from '../../../../kit/ui/index.ts';
import { lastWayIn } from '../../../../login/index.ts';
import { accountClosed, noVerifiedAddress, reasonMissing } from '../../../../operate/accounts/index.ts';
import { findAccount } from '../../../../people/accounts/index.ts';
import { lastAdministrator, ownAccount } from '../../../../people/roles/index.ts';
import { actingInPerson } from '../../acting.ts';
import { frameOf } from '../../frame/frame.ts';
import { strict } from '../../role-schemas.ts';
import { ofAccount } from '../schemas.ts';
import { type AccountAct, accountActs } from './account-acts.ts';
import { ConfirmActPage } from './confirm-page.tsx';
import { described } from './described.ts';

interface Refused {
  readonly caller: Administrator;
  readonly params: { readonly id: string };
  readonly refusal: Problem;
  readonly reply: FastifyReply;
  typed(field: string): string;
}

const reason = Type.Optional(
  Type.String({
    maxLength: 2000,
    description: "Why, for the audit log. Don't put names in it: it is kept when the account is deleted.",
    examples: ['Sends spam, ticket-4711'],
  }),
);

const passkeys = Type.Optional(
  Type.Boolean({ description: 'Whether passkeys are removed too.', examples: [false] }),
);

function bodyOf({ name, needsReason, asksPasskeys }: AccountAct) {
  const title = operationName('Account', name);
  return Type.Object(
    { ...(needsReason && { reason }), ...(asksPasskeys && { passkeys }) },
    { ...strict, title, description: 'What goes along with the act.' },
  );
}

/** A confirm page, its form and its request of the API for each act. */
export function actRoutes(services: Services): Route[] {
  return accountActs.flatMap((act) => routesOf(services, act));
}

function routesOf(services: Services, act: AccountAct): Route[] {
  const { name, permission: access, needsReason } = act;
  const { pages, db } = services;
  const body = bodyOf(act);
  const api = `/api/admin/accounts/:id/${name}`;

  async function getAccount(id: string) {
    const account = id.includes('\0') ? undefined : await findAccount(db, id);
    if (!account) throw problem(notFound);
    return account;
  }

  async function run(
    caller: Administrator,
    id: string,
    request: Parameters<typeof actingInPerson>[2],
    sent: object,
  ) {
    const { reason: why = null, passkeys: isAll = false } = sent as { reason?: string; passkeys?: boolean };
    const acting = actingInPerson(services, caller, request, why);
    const acted = await act.run(services, acting, { account: await getAccount(id) }, { passkeys: isAll });
    if (acted === undefined) throw problem(notFound);
  }

  async function show(caller: Administrator, id: string, reply: FastifyReply, refused?: [Problem, string]) {
    if (refused) setProblemHeaders(reply, refused[0]);
    return pages.send(
      reply,
      h(ConfirmActPage, {
        ...{ frame: frameOf(services, caller), account: await getAccount(id), act },
        ...(refused && { problem: toFormProblem(refused[0]), reason: refused[1] }),
      }),
    );
  }

  const showAgain = ({ caller, params, refusal, typed, reply }: Refused) =>
    show(caller, params.id, reply, [refusal, typed('reason')]);

  return [
    route({
      ...{ kind: 'api', tag: 'Administration', method: 'POST', path: api, access, params: ofAccount, body },
      ...described[name],
      example: act.needsReason ? { reason: 'Asked for by its owner on the phone' } : {},
      answers: { 204: { description: 'It is done, or was so before.' } },
      problems: [reasonMissing, ownAccount, lastAdministrator, accountClosed, noVerifiedAddress, lastWayIn],
      async handle({ caller, params, body: sent, request, reply }) {
        await run(caller, params.id, request, sent);
        return reply.code(204).send();
      },
    }),
    route({
      ...{ kind: 'page', method: 'GET', path: `/admin/accounts/:id/${name}`, access, params: ofAccount },
      handle: ({ caller, params, reply }) => show(caller, params.id, reply),
    }),
    route({
      ...{ kind: 'page', method: 'POST', path: `/admin/accounts/:id/${name}`, access, params: ofAccount },
      form: formOf(`POST ${api}`, body),
      keeps: { reason: ({ console }) => console.confirm.reason },
      async handle({ caller, params, form, request, reply }) {
        await run(caller, params.id, request, form);
        return reply.redirect(`/admin/accounts/${params.id}?done=${name}`, 303);
      },
      // A button alone has nothing to be filled in again.
      ...((needsReason || act.asksPasskeys) && { refused: showAgain }),
    }),
  ];
}
