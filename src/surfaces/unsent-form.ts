import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { invalidRequest, otherAccount, otherLogin, ownerIn, setProblemHeaders } from '../kit/http/index.ts';
import type { Problem, ProblemDefinition } from '../kit/problem.ts';
import { type KeptField, type Pages, UnsentPage, type Viewer } from '../kit/ui/index.ts';
import { proofRequired } from '../login/prove/index.ts';
import { notSignedIn } from '../people/sessions/index.ts';

interface Words {
  readonly title: string;
  /** Said when nothing that was typed can be given back. */
  readonly nothing: string;
  /** Said above what was typed. */
  readonly typed: string;
  /** What to do before it is sent again. */
  readonly way?: readonly [href: string, words: string];
  /** The same form may be sent again, once the way was gone. */
  readonly canRepeat: boolean;
}

const expired: Words = {
  title: 'Your session has expired',
  nothing: 'Nothing was changed. Sign in, then try again.',
  typed:
    'Nothing was saved yet, but what you typed is still here. Sign in in the new tab, come back to this page, and send it again.',
  way: ['/login?next=%2Faccount', 'Sign in'],
  canRepeat: true,
};

const unconfirmed: Words = {
  title: "Confirm it's you",
  nothing: 'Nothing was changed. Confirm your identity, then try again.',
  typed:
    'Nothing was saved yet, but what you typed is still here. Confirm your identity in the new tab, come back to this page, and send it again.',
  way: ['/account/prove?next=%2Faccount', 'Confirm my identity'],
  canRepeat: true,
};

const forAnother: Words = {
  title: 'This page was opened for another account',
  nothing: 'Someone else has signed in to this browser since you opened it, so nothing was changed.',
  typed:
    'Someone else has signed in to this browser since you opened it, so nothing was saved. Copy what you typed, or sign in to the other account in a new tab and send it again.',
  way: ['/account', 'Go to the current account'],
  canRepeat: true,
};

const ofAnotherLogin: Words = {
  title: 'This page belongs to another sign-in',
  nothing: 'A newer sign-in was started in this browser, so nothing was sent.',
  typed: 'A newer sign-in was started in this browser, so nothing was sent. You can copy what you typed.',
  way: ['/login', 'Continue signing in'],
  canRepeat: false,
};

const unreadable: Words = {
  title: 'Check what you entered',
  nothing: 'Nothing was saved.',
  typed: 'Nothing was saved yet, but what you typed is still here. Check it, then send it again.',
  canRepeat: true,
};

const words: ReadonlyMap<ProblemDefinition, Words> = new Map([
  [notSignedIn, expired],
  [proofRequired, unconfirmed],
  [otherAccount, forAnother],
  [otherLogin, ofAnotherLogin],
  [invalidRequest, unreadable],
]);

/** Whether a form of a signed-in page was sent: it says whose it is, or has something typed in it. */
export function isSubmission(request: FastifyRequest): boolean {
  return request.method !== 'GET' && (ownerIn(request.body) !== '' || keepsSomething(request));
}

/** Whether the form was sent with something typed that may be given back. */
export function keepsSomething(request: FastifyRequest): boolean {
  return keptFields(request).some(({ label, value }) => label !== null && value !== '');
}

/**
 * Whether a refusal is answered by `sendUnsentForm`: the request was a form, and was refused for who is signed in, or for
 * how it was sent.
 */
export function isUnsentForm(request: FastifyRequest, { definition }: Problem): boolean {
  if (request.method === 'GET' || !words.has(definition)) return false;
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
  const { definition, message } = refusal;
  const { title, nothing, typed, way, canRepeat } = words.get(definition) ?? forAnother;
  const { request } = reply;
  const owner = ownerIn(request.body);
  setProblemHeaders(reply, refusal);
  return pages.send(
    reply,
    h(UnsentPage, {
      site: pages.site,
      viewer,
      title,
      problem: definition === invalidRequest ? message : undefined,
      lead: keepsSomething(request) ? typed : nothing,
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
