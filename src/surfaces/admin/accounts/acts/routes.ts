import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import {
  type Administrator,
  formOf,
  notFound,
  operationName,
  type Route,
  route,
} from '../../../../kit/http/index.ts';
import { problem } from '../../../../kit/problem.ts';
import { Type } from '../../../../kit/schema.ts';
import type { Services } from '../../../../kit/services.ts';
import type { Say } from '../../../../kit/words/index.ts';
import { lastWayIn } from '../../../../login/index.ts';
import { identityLastWay } from '../../../../login/outside/index.ts';
import { accountClosed, noVerifiedAddress, reasonMissing } from '../../../../operate/accounts/index.ts';
import { viewIdentities } from '../../../../people/outside/index.ts';
import { lastAdministrator, ownAccount } from '../../../../people/roles/index.ts';
import { actingInPerson } from '../../acting.ts';
import { frameOf } from '../../frame/frame.ts';
import { keepsReason, type Refused, sendPage, shownOf } from '../../frame/returned.ts';
import { requireAccount } from '../../require-account.ts';
import { judgedReason, strict } from '../../role-schemas.ts';
import { ofAccount } from '../schemas.ts';
import { type AccountAct, accountActs, type Sent } from './account-acts.ts';
import { ConfirmActPage } from './confirm-page.tsx';
import { described } from './described.ts';

const passkeys = Type.Optional(
  Type.Boolean({ description: 'Whether passkeys are removed too.', examples: [false] }),
);

const asked = {
  passkeys,
  username: Type.String({ maxLength: 256, description: 'The new username.', examples: ['ada.l'] }),
  email: Type.String({
    maxLength: 512,
    description: 'The address to ask for.',
    examples: ['ada@example.org'],
  }),
  identity: Type.String({
    maxLength: 64,
    description: 'The ID of the identity.',
    examples: ['idn_7k3mq2xv9d4t'],
  }),
};

function bodyOf({ name, asks }: AccountAct) {
  const title = operationName('Account', name);
  return Type.Object(
    { ...(asks && { [asks]: asked[asks] }), reason: judgedReason },
    { ...strict, title, description: 'What goes along with the act.' },
  );
}

const examples: Readonly<Record<string, object>> = {
  username: { username: 'ada.l' },
  email: { email: 'ada@example.org' },
  'remove-identity': { identity: 'idn_7k3mq2xv9d4t' },
};

const labels: Readonly<Record<'username' | 'email' | 'identity', Say>> = {
  username: ({ admin }) => admin.accounts.acts.newUsername,
  email: ({ admin }) => admin.accounts.acts.newEmail,
  identity: ({ admin }) => admin.accounts.acts.identity,
};

/** A confirm page, its form and its request of the API for each act. */
export function actRoutes(services: Services): Route[] {
  return accountActs.flatMap((act) => routesOf(services, act));
}

function routesOf(services: Services, act: AccountAct): Route[] {
  const { name, permission: access, needsReason } = act;
  const body = bodyOf(act);
  const api = `/api/admin/accounts/:id/${name}`;

  async function run(
    caller: Administrator,
    id: string,
    request: Parameters<typeof actingInPerson>[2],
    sent: object,
  ) {
    const { reason: why = null, ...more } = sent as Sent & { reason?: string };
    const acting = actingInPerson(services, caller, request, why);
    const acted = await act.run(services, acting, { account: await requireAccount(services, id) }, more);
    if (acted === undefined) throw problem(notFound);
  }

  async function show(caller: Administrator, id: string, reply: FastifyReply, refused?: Refused) {
    const page = h(ConfirmActPage, {
      ...{ frame: frameOf(services, caller), account: await requireAccount(services, id), act },
      ...{ ...shownOf(refused), text: refused?.typed(act.asks ?? '') ?? '' },
      ...(act.asks === 'identity' && { identities: await viewIdentities(services, services.db, id) }),
    });
    return sendPage(services, reply, page, refused);
  }

  return [
    route({
      ...{ kind: 'api', tag: 'Administration', method: 'POST', path: api, access, params: ofAccount, body },
      ...described[name],
      example: { ...examples[name], ...(needsReason && { reason: 'Asked for by its owner on the phone' }) },
      answers: { 204: { description: 'It is done, or was so before.' } },
      problems: [
        reasonMissing,
        ownAccount,
        lastAdministrator,
        accountClosed,
        noVerifiedAddress,
        lastWayIn,
        identityLastWay,
      ],
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
      keeps: { ...keepsReason, ...labels },
      async handle({ caller, params, form, request, reply }) {
        await run(caller, params.id, request, form);
        return reply.redirect(`/admin/accounts/${params.id}?done=${name}`, 303);
      },
      refused: ({ caller, params, reply, ...refused }) => show(caller, params.id, reply, refused),
    }),
  ];
}
