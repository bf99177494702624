import { isoTime } from '../../../kit/clock.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { findPerson, type Person } from '../../../operate/accounts/index.ts';
import { toAccount } from '../../../people/accounts/index.ts';
import { listEvents } from '../../../people/events/index.ts';
import { listLivingSessions } from '../../../people/impersonation/index.ts';
import { toSession } from '../../../people/sessions/index.ts';
import { findListed } from '../../trails/index.ts';
import { attemptSchema, toAttempt } from '../attempts/schemas.ts';
import { limitOf, paging } from '../list-schemas.ts';
import { requireAccount } from '../require-account.ts';
import { stateOf } from './listed.ts';
import { eventSchema, ofAccount, personSchema, sessionOfSchema } from './schemas.ts';

const described = { kind: 'api', tag: 'Administration', method: 'GET', params: ofAccount } as const;

const limited = Type.Object({ limit: paging.limit });

const toJson = (person: Person) => ({
  ...toAccount(person.account),
  state: stateOf({ closed: person.account, counts: person.facts.counts }),
  canSignIn: person.canSignIn,
  because: person.because,
  disabledReason: person.disabledReason,
  email: person.email.email,
  pendingEmail: person.email.pending,
  hasPassword: person.facts.password !== null,
  hasSecondFactor: person.hasSecondFactor,
  factors: person.factors.facts,
  identities: person.identities,
  adminRoles: person.roles.filter(({ kind }) => kind === 'admin').map(({ name }) => name),
});

/** `/api/admin/accounts/:id`, and what happened to that account. */
export function personApi(services: Services): Route[] {
  const { db, words } = services;
  return [
    route({
      ...described,
      path: '/api/admin/accounts/:id',
      access: 'accounts:read',
      operationId: 'getPerson',
      summary: 'Get an account',
      description: 'One account, with whether it can sign in now and why.',
      answers: { 200: { description: 'The account.', schema: personSchema } },
      async handle({ params: { id } }) {
        const person = await findPerson(services, id);
        if (!person) throw problem(notFound);
        return toJson(person);
      },
    }),
    route({
      ...described,
      path: '/api/admin/accounts/:id/sessions',
      access: 'accounts:read',
      operationId: 'listSessionsOfAccount',
      summary: 'List the sessions of an account',
      description: 'Where the account is signed in.',
      answers: {
        200: {
          description: 'The sessions.',
          schema: Type.Object({ sessions: Type.Array(sessionOfSchema) }),
        },
      },
      async handle({ params }) {
        const { id } = await requireAccount(services, params.id);
        return { sessions: (await listLivingSessions(services, id)).map((one) => toSession(one, '')) };
      },
    }),
    route({
      ...described,
      path: '/api/admin/accounts/:id/events',
      access: 'accounts:read',
      operationId: 'listEventsOfAccount',
      summary: 'List the events of an account',
      description: 'What happened to the account, the newest first.',
      query: limited,
      answers: {
        200: { description: 'The events.', schema: Type.Object({ events: Type.Array(eventSchema) }) },
      },
      async handle({ params, query }) {
        const { id } = await requireAccount(services, params.id);
        const events = await listEvents(db, id, limitOf(query));
        return { events: events.map((event) => ({ ...event, at: isoTime(event.at) })) };
      },
    }),
    route({
      ...described,
      path: '/api/admin/accounts/:id/attempts',
      access: 'attempts:read',
      operationId: 'listAttemptsOfAccount',
      summary: 'List the attempts of an account',
      description: 'The latest attempts to sign in and the like, step by step, the newest first.',
      query: limited,
      answers: {
        200: { description: 'The attempts.', schema: Type.Object({ attempts: Type.Array(attemptSchema) }) },
      },
      async handle({ params, query }) {
        const { username } = await requireAccount(services, params.id);
        const { trails } = await findListed(services, {
          ...{ username, code: '', limit: limitOf(query) },
        });
        return { attempts: trails.map((one) => toAttempt(words, one)) };
      },
    }),
  ];
}
