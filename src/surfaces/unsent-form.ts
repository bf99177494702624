import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { invalidRequest, otherAccount, otherLogin, ownerIn, setProblemHeaders } from '../kit/http/index.ts';
import type { Problem, ProblemDefinition } from '../kit/problem.ts';
import {
  isTyped,
  type KeptField,
  type Pages,
  UnsentPage,
  type UnsentWords,
  type Viewer,
} from '../kit/ui/index.ts';
import type { Words } from '../kit/words/index.ts';
import { proofRequired } from '../login/prove/index.ts';
import { notSignedIn } from '../people/sessions/index.ts';

interface Unsent {
  readonly said: (words: Words) => UnsentWords;
  /** Where to go before it is sent again. */
  readonly way?: string;
  /** The same form may be sent again, once the way was gone. */
  readonly canRepeat: boolean;
}

const forAnother: Unsent = { said: ({ unsent }) => unsent.forAnother, way: '/account', canRepeat: true };

const answers: ReadonlyMap<ProblemDefinition, Unsent> = new Map<ProblemDefinition, Unsent>([
  [notSignedIn, { said: ({ unsent }) => unsent.expired, way: '/login?next=%2Faccount', canRepeat: true }],
  [
    proofRequired,
    { said: ({ unsent }) => unsent.unconfirmed, way: '/account/prove?next=%2Faccount', canRepeat: true },
  ],
  [otherAccount, forAnother],
  [otherLogin, { said: ({ unsent }) => unsent.ofAnotherLogin, way: '/login', canRepeat: false }],
  [invalidRequest, { said: ({ unsent }) => unsent.unreadable, canRepeat: true }],
]);

/** Whether a form of a signed-in page was sent: it says whose it is, or has something typed in it. */
export function isSubmission(request: FastifyRequest): boolean {
  return request.method !== 'GET' && (ownerIn(request.body) !== '' || keepsSomething(request));
}

/** Whether the form was sent with something typed that may be given back. */
export function keepsSomething(request: FastifyRequest): boolean {
  return isTyped(keptFields(request));
}

/**
 * Whether a refusal is answered by `sendUnsentForm`: the request was a form, and was refused for who is signed in, or for
 * how it was sent.
 */
export function isUnsentForm(request: FastifyRequest, { definition }: Problem): boolean {
  if (request.method === 'GET' || !answers.has(definition)) return false;
  return definition !== invalidRequest || keepsSomething(request);
}

/**
 * Answers a form that couldn't be taken because of who is signed in (the session ended, somebody else signed in, or the
 * last verification is too old), or because it was sent wrong. What was typed is given back (never a password or code),
 * and nothing is kept here.
 */
export function sendUnsentForm(
  pages: Pages,
  reply: FastifyReply,
  refusal: Problem,
  viewer: Viewer | undefined,
): FastifyReply {
  const { definition, detail } = refusal;
  const { said, way, canRepeat } = answers.get(definition) ?? forAnother;
  const { request } = reply;
  const owner = ownerIn(request.body);
  setProblemHeaders(reply, refusal);
  return pages.send(
    reply,
    h(UnsentPage, {
      site: pages.site,
      viewer,
      said,
      problem: definition === invalidRequest ? detail : undefined,
      way,
      kept: keptFields(request),
      again: canRepeat && (owner !== '' || way === undefined) ? { action: request.url, owner } : undefined,
    }),
  );
}

/** Only what the route allows: a new field is never given back by mistake. */
function keptFields({ body, routeOptions }: FastifyRequest): KeptField[] {
  const given = (body ?? {}) as Record<string, unknown>;
  return Object.entries(routeOptions.config.keeps ?? {}).flatMap(([name, label]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return typeof value === 'string' ? [{ name, label, value }] : [];
  });
}
