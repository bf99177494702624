import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf, routeOf } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import type { Services } from '../../kit/services.ts';
import { attemptOf, nameAttempt, rememberTrail } from '../../login/trails/index.ts';
import { explainAbsence } from '../../people/sessions/index.ts';
import { newTrailId, readTrailId, type Step, type Trail } from '../../people/trails/index.ts';

/**
 * What a page did that is no attempt: signing out, saving data, a refused form, being signed out. The panel tells of it in
 * place of an older attempt. In development alone, where one process serves one developer, so it is kept in memory.
 */
const kept = new WeakMap<Services['trails'], Map<string, Trail>>();

const mostKept = 100;

/** What a page did, by the name that the page has for it; undefined when it was an attempt, or is forgotten. */
export function findAct({ trails }: Pick<Services, 'trails'>, id: string): Trail | undefined {
  return kept.get(trails)?.get(id);
}

/** Whether a name is that of an act. Its page tells of it once: to the next one it's no longer what just happened. */
export const isAct = ({ trails }: Pick<Services, 'trails'>, id: string): boolean =>
  kept.get(trails)?.has(id) === true;

/** Keeps what a form did, once it is answered; a form that belongs to an attempt has a trail already. */
export function noteForm(services: Services, request: FastifyRequest, reply: FastifyReply): void {
  const { operation } = request.routeOptions.config ?? {};
  // Without an owner it came to no form: whoever isn't signed in was led to do that first.
  const isForm =
    routeOf(request).kind === 'page' && request.method === 'POST' && request.formOwner !== undefined;
  if (!isForm || attemptOf(reply) !== undefined) return;
  const { refusal } = request;
  const steps: Step[] = [
    { code: 'received', format: 'form', address: clientOf(request).address },
    ...(operation === undefined ? [] : [{ code: 'form-sent', operation } as const]),
    ...(refusal ? [{ code: 'refused', problem: refusal.code } as const] : []),
  ];
  const id = keep(services, { request, reply, steps, outcome: refusal ? 'refused' : 'done' });
  // A page that is shown at once tells of it itself.
  if (reply.statusCode >= 300 && reply.statusCode < 400) rememberTrail(reply, services, id);
}

/** Keeps that a page needed a session and had none, if it had one before. */
export async function noteSignedOut(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { reason } = await explainAbsence(services, request);
  if (reason === 'no-cookie') return;
  const steps = [{ code: 'session-missing', reason }] as const;
  rememberTrail(reply, services, keep(services, { request, reply, steps, outcome: 'refused' }));
}

interface Act {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly steps: readonly Step[];
  readonly outcome: 'done' | 'refused';
}

function keep(services: Services, { request, reply, steps, outcome }: Act): string {
  const { trails, clock } = services;
  const id = newTrailId();
  const owner = request.formOwner ?? '';
  const accountId = owner === '' || readTrailId(owner) !== undefined ? null : owner;
  const part = {
    id: newId(),
    trailId: id,
    kind: 'act',
    accountId,
    at: clock(),
    outcome,
    steps: steps.map((step) => ({ ...step, ms: 0 })),
  } as const;
  const acts = kept.get(trails) ?? new Map<string, Trail>();
  kept.set(trails, acts.set(id, { id, parts: [part] }));
  const [oldest] = acts.keys();
  if (acts.size > mostKept && oldest !== undefined) acts.delete(oldest);
  nameAttempt(reply, id);
  return id;
}
