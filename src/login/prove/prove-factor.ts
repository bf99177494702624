import type { Factor } from '../../factors/factor.ts';
import { factors, type UseCaseServices } from '../../factors/index.ts';
import type { Db } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import type { OpenWays } from '../../people/limits/index.ts';
import { notSignedInBecause, type SessionRow } from '../../people/sessions/index.ts';
import { type FactorGuess, judgeFactor, openWays, type RightAnswer } from '../index.ts';
import type { Trailing } from '../trails/index.ts';
import { offersOf, offersToVerify, strengthOf, verifiesByEmail } from './offers.ts';
import { notByEmail } from './send-code.ts';

/** The answer of one factor, as its schema has checked it. */
export interface FactorAnswer {
  readonly factor: FactorName;
  readonly answer: unknown;
  /** The time by the browser's clock, in Unix milliseconds. */
  readonly browserNow?: number | undefined;
}

/** What a right answer is worth. */
type Proved = RightAnswer & {
  /** A second factor is level 2, a code by email level 1. */
  readonly level: 1 | 2;
};

/**
 * Has somebody who is logged in answer one of the account's factors. Its codes count with those of all known browsers.
 * Throws `not-found` for a factor that there is not, or a code by email where the account has something better;
 * `invalid-credentials` with a new `next`, or `too-many-attempts`.
 */
export async function proveFactor(
  services: UseCaseServices,
  session: SessionRow,
  { factor: name, answer, browserNow }: FactorAnswer,
  requester: Trailing,
): Promise<Proved> {
  const factor = factors.find((one) => one.name === name);
  if (!factor) throw problem(notFound, ({ prove }) => prove.noSuchFactor(name));
  await requireOffered(services, services.db, session, factor);
  const { id: sessionId, account_id: accountId } = session;
  const guess: FactorGuess<Proved> = {
    factor,
    answer,
    asked: { accountId, subject: sessionId, role: factor.isSecond ? 'second' : 'again', browserNow },
    sessionId,
    subject: {
      of: factor.isGuessable ? 'code' : 'key',
      accountId,
      name: sessionId,
      knownAs: `session:${sessionId}`,
    },
    proofOfWork: undefined,
    mayChallenge: false,
    openWays: () => waysBeside(services, session, factor),
    after: 'sign-in',
    over: () => notSignedInBecause({ reason: 'ended' }),
    // It may have got a password or a second factor since the answer came.
    require: (tx) => requireOffered(services, tx, session, factor),
    async accept(tx, right, counted) {
      await counted.succeed(tx);
      return { ...right, level: factor.isSecond ? 2 : 1 };
    },
    async next() {
      const next = await offersToVerify(services, session, await strengthOf(services, accountId));
      const isOver = next.some((offer) => 'sent' in offer && offer.sent === false);
      return { next, ...(isOver && { again: codeOver }) };
    },
  };
  return judgeFactor(services, guess, requester);
}

const codeOver: Say = ({ prove }) => prove.codeOver;

/** What helps where no more codes are judged. Where a code by email is all there is, a recovery begins a new count. */
async function waysBeside(
  services: UseCaseServices,
  session: SessionRow,
  { isSecond }: Factor,
): Promise<OpenWays> {
  if (!isSecond) return { helps: [({ limits }) => limits.ways.recovery] };
  return openWays({ kind: 'second-factor' }, await offersOf(services, session));
}

/** Any second factor may be answered, also one that was just removed; a code by email only where there's nothing else. */
async function requireOffered(
  services: UseCaseServices,
  db: Db,
  { account_id: accountId }: SessionRow,
  { isSecond }: Pick<Factor, 'isSecond'>,
): Promise<void> {
  if (!isSecond && !(await verifiesByEmail(services, db, accountId))) throw notByEmail();
}
