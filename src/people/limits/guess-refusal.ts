import { mailIsConfigured } from '../../kit/mail/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import type { LimitServices } from './challenge.ts';
import type { Counter } from './counters.ts';
import { type Guess, trailedBy } from './guess.ts';
import { type Hold, holdOf } from './hold.ts';
import { tooManyAttempts } from './problems.ts';
import { challengeProblem, noteWait, waitProblem } from './refusals.ts';
import { findLimit } from './store.ts';

/**
 * Why these counters let no guess pass: a wait, a count that is full, or a proof of work that is missing.
 *
 * A page says what holds up this guess, by the rule that the one verdict (`src/login/why/`) has of an account as well:
 * `holdOf`. It can't ask the verdict itself. That one needs an account, and reads what the account has: here, a name that
 * nobody has is counted, answered and timed like any other (ASVS V6.3.8), and what helps is the same for both. And it
 * is about anybody, while a browser that the account knows has counters of its own.
 */
export async function guessRefusal(
  services: LimitServices,
  guess: Guess,
  counters: readonly Counter[],
): Promise<Problem> {
  for (const counter of counters) {
    const limit = await findLimit(services.db, counter.key);
    const hold = holdOf(limit, counter);
    if (!limit || !hold) continue;
    if (counter.by === 'address') {
      noteWait(services, counter.key, limit, guess.trail);
      return waitProblem(services, limit.expires_at);
    }
    noteRefusal(guess, counter, hold);
    return hold.isFull ? fullProblem(services, guess, counter) : waitProblem(services, hold.until);
  }
  const { mayChallenge, address } = guess;
  return mayChallenge
    ? challengeProblem(services, address)
    : problem(tooManyAttempts, undefined, { retryAfter: 1 });
}

function noteRefusal(
  { trail, subject }: Guess,
  { most, waitFrom, now }: Counter,
  { failures, until, isFull }: Hold,
): void {
  const waitSeconds = Math.ceil((until - now) / 1000);
  trail?.note({
    code: 'limit-read',
    by: trailedBy(subject),
    failures,
    of: isFull ? most : waitFrom,
    ...(subject.of === 'code' && { counts: 'codes' }),
    ...(waitSeconds > 0 && { waitSeconds }),
    ...(isFull && { disabled: true }),
  });
}

/**
 * A full count of an account doesn't end by waiting, so no time is named: only what helps. It says the same of a name
 * that nobody has, and nothing of what the account has (ASVS V6.3.8).
 */
async function fullProblem(
  { config }: LimitServices,
  { subject, openWays }: Guess,
  { most, by }: Counter,
): Promise<Problem> {
  const elsewhere: Say[] = by === 'strangers' ? [({ limits }) => limits.ways.knownBrowser] : [];
  const last: Say[] = [...elsewhere, helpOf(config)];
  if (subject.of === 'password') {
    const mail: Say[] = mailIsConfigured(config) ? [({ limits }) => limits.ways.recovery] : [];
    const { helps = [] } = (await openWays?.()) ?? {};
    const where = by === 'strangers' ? 'strangers' : 'known';
    return problem(tooManyAttempts, (words) => {
      const ways = [...mail, ...helps, ...last].map((way) => way(words));
      return words.limits.passwordOff({ where, failures: most, ways });
    });
  }
  const { helps = [], extra } = (await openWays?.()) ?? {};
  const detail: Say = (words) =>
    words.limits.codesOff({ failures: most, ways: [...helps, ...last].map((way) => way(words)) });
  return problem(tooManyAttempts, detail, extra ? { extra } : {});
}

/** Who helps: where the site says, or whoever runs it. */
function helpOf({ links }: Pick<LimitServices['config'], 'links'>): Say {
  if (links.support === '') return ({ limits }) => limits.ways.admin;
  const link = links.support.replace(/^mailto:/, '');
  return ({ limits }) => limits.ways.support(link);
}
