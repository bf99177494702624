import type { Factor } from '../../factors/factor.ts';
import { type Addable, addableFactors, factors } from '../../factors/index.ts';
import type { OwnRequest } from '../../factors/own.ts';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { type ProblemDefinition, problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { lastWayIn, stayKnown } from '../../login/index.ts';
import { proofRequired } from '../../login/prove/index.ts';
import { addOwnFactor, beginFactor } from './add-factor.ts';
import { findOverview, toAnswer } from './overview.ts';
import { secondFactorRequired } from './problems.ts';
import { type Removable, removeFactor } from './remove-factor.ts';

const own = { kind: 'api', access: 'signed-in', tag: 'Second factors' } as const;

/** Of a factor of which an account may have several. */
export const factorParams = Type.Object({
  id: Type.String({
    maxLength: 64,
    description: 'The `id` of the factor.',
    examples: ['01932f73-84d0-7042-a1c8-3e7b5d9f0a24'],
  }),
});

export const removableFactors = factors.filter(
  (factor): factor is Removable => factor.own?.remove !== undefined,
);

/** What its owner does with each factor over the API: see, begin, add and remove. */
export function factorRoutes(services: Services): Route[] {
  return [
    overviewRoute(services),
    ...addableFactors.flatMap((factor) => [...beginRoutes(services, factor), ...addRoutes(services, factor)]),
    ...removableFactors.map((factor) => removeRoute(services, factor)),
  ];
}

function overviewRoute(services: Services): Route {
  return route({
    ...own,
    method: 'GET',
    path: '/api/me/factors',
    operationId: 'getFactors',
    summary: 'Get your factors',
    description: 'What the account can sign in with.',
    answers: {
      200: {
        description: 'The factors. What the account does not have is `null`.',
        schema: Type.Object(
          {
            hasPassword: Type.Boolean({ description: 'Whether it has a password.', examples: [true] }),
            hasSecondFactor: Type.Boolean({
              description: 'Whether a login asks for a second factor.',
              examples: [true],
            }),
            secondFactorRequired: Type.Boolean({
              description: "Whether it must have a second factor. Then the last one can't be removed.",
              examples: [false],
            }),
            ...Object.assign({}, ...factors.map((factor) => factor.own?.schema)),
          },
          { title: 'Factors', description: 'What an account can sign in with.' },
        ),
      },
    },
    handle: async ({ caller }) => toAnswer(await findOverview(services, caller.account.id)),
  });
}

/** What a factor says of one of its requests, with the refusals that all of this verb share. */
function described(
  { path, operationId, summary, description, answers, problems }: OwnRequest,
  shared: readonly ProblemDefinition[] = [],
) {
  return {
    ...own,
    path,
    operationId,
    summary,
    description,
    answers,
    problems: [proofRequired, ...shared, ...problems],
  };
}

function beginRoutes(services: Services, factor: Addable): Route[] {
  const begin = factor.own?.begin;
  if (!begin) return [];
  return [
    route({
      ...described(begin),
      method: 'POST',
      handle: async ({ caller }) => begin.answer(await beginFactor(services, caller, factor), services.words),
    }),
  ];
}

function addRoutes(services: Services, factor: Addable): Route[] {
  const add = factor.own?.add;
  if (!add) return [];
  const { bodyLimit } = add;
  return [
    route({
      ...described(add),
      method: 'POST',
      example: factor.enrolment.example,
      body: factor.enrolment.body,
      ...(bodyLimit !== undefined && { bodyLimit }),
      async handle({ caller, body: made, request, reply }) {
        const added = await addOwnFactor(services, caller, { factor, made }, request);
        stayKnown(services, reply, caller.via.session, added.securityVersion);
        return add.answer(reply, added);
      },
    }),
  ];
}

function removeRoute(services: Services, factor: Removable): Route {
  const { remove } = factor.own;
  return route({
    ...described(remove, [notFound, secondFactorRequired, ...(remove.isWayIn ? [lastWayIn] : [])]),
    method: 'DELETE',
    ...(takesId(factor) && { params: factorParams }),
    async handle({ caller, params, request, reply }) {
      const removed = await removeFactor(services, caller, { factor, id: idIn(params) }, request);
      if (!removed) throw problem(notFound, remove.missing);
      stayKnown(services, reply, caller.via.session, removed.securityVersion);
      return reply.code(204).send();
    },
  });
}

/** Whether the account may have several, so that one is named by its ID. */
export function takesId({ own }: Pick<Factor, 'own'>): boolean {
  return own?.remove?.path.endsWith('/:id') ?? false;
}

/** The ID in the path; empty where it has none. */
export function idIn(params: unknown): string {
  return (params as { readonly id?: string } | undefined)?.id ?? '';
}
