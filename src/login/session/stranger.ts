import type { FastifyRequest } from 'fastify';
import { queryOf } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import { isKnownIn, mayBeKnown } from '../../people/limits/index.ts';
import {
  type Absence,
  absentCookieFaultOf,
  explainAbsence,
  holdsToken,
  notSignedInBecause,
} from '../../people/sessions/index.ts';

type StrangerServices = Pick<Services, 'config' | 'clock' | 'db' | 'secretKey' | 'sessions'>;

/** The refusal of a request that needs a session and has none, with the reason and what helps. */
export async function refusalOfStranger(
  services: StrangerServices,
  request: FastifyRequest,
): Promise<Problem> {
  const absence = await explainAbsence(services, request);
  if (absence.reason === 'no-cookie') return notSignedInBecause(absence, sayNoCookie(services, request));
  return notSignedInBecause(absence, await sayEnd(services, request, absence));
}

/**
 * Why somebody who was signed in in this browser isn't any more; undefined where nobody was. Signing out in another tab
 * takes the cookie along, so whoever is led here from a page then hears that much.
 */
export async function sayWhySignedOut(
  services: StrangerServices,
  request: FastifyRequest,
): Promise<Say | undefined> {
  const absence = await explainAbsence(services, request);
  if (absence.reason === 'no-cookie') {
    const wasHere = queryOf(request).has('next') && mayBeKnown(services, request);
    return wasHere ? ({ sessions }) => sessions.signedOutHere : undefined;
  }
  if (absence.reason === 'unknown') return undefined;
  return sayEnd(services, request, absence);
}

/**
 * Why a session ended. When, and what to do if it wasn't the owner, is said in a browser that the account knows: what
 * a stolen token is told is the reason alone. A change of password or factors has made that browser unknown a moment ago.
 */
async function sayEnd(services: StrangerServices, request: FastifyRequest, absence: Absence): Promise<Say> {
  const { reason } = absence;
  const short: Say = ({ sessions }) => `${sessions.absent[reason]} ${sessions.again}`;
  if (absence.reason === 'unknown') return short;
  const { at, accountId } = absence;
  const account = await findAccount(services.db, accountId);
  const isKnown = [0, 1].some((before) =>
    isKnownIn(
      services,
      request,
      account && { id: account.id, security_version: account.security_version - before },
    ),
  );
  return isKnown
    ? ({ sessions }) => `${sessions.absent[reason]} ${sessions.endedAt(reason, at)} ${sessions.again}`
    : short;
}

/** What a request shows of why it brings no session. Whoever has never signed in has none either, so that comes first. */
function sayNoCookie({ config }: StrangerServices, request: FastifyRequest): Say {
  const fault = absentCookieFaultOf(request, config);
  const { origin, authorization = '' } = request.headers;
  if (holdsToken(authorization)) return ({ sessions }) => sessions.tokenWithoutBearer;
  const isOfAPage = origin !== undefined && origin !== config.publicUrl;
  return ({ sessions }) => {
    const first = sessions.absent['no-cookie'];
    if (fault !== undefined) return `${first} ${sessions.cookieFaults[fault](config.publicUrl)}`;
    return isOfAPage ? `${first} ${sessions.cookieNotIncluded}` : first;
  };
}
