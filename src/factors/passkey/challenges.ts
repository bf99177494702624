import { randomBytes } from 'node:crypto';
import { type Db, holdFreeRows, inPieces, type Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import type { PasskeyRefusal } from './refusal.ts';
import type { PasskeyChallengesTable } from './table.ts';

/** How long an answer may take; browsers are told the same. */
export const challengeLifetime = minutes(5);

/** For whom and for what a challenge is: it is good for nothing else. */
export interface ChallengeFor extends Pick<PasskeyChallengesTable, 'subject' | 'purpose'> {
  readonly accountId: string | null;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Hands out 32 random bytes in base64url, in the place of what the subject had for this purpose before. */
export async function issueChallenge(
  db: Db,
  { subject, purpose, accountId, now }: ChallengeFor,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  const fresh = { challenge, account_id: accountId, expires_at: now + challengeLifetime };
  await db
    .insertInto('passkey_challenges')
    .values({ subject, purpose, ...fresh })
    .onConflict((conflict) => conflict.columns(['subject', 'purpose']).doUpdateSet(fresh))
    .execute();
  return challenge;
}

const form = /^[\w-]{43}$/;

/** Uses up a challenge, or says why there is none to use: of parallel answers to one exactly one is judged. */
export async function consumeChallenge(
  tx: Tx,
  { subject, purpose, accountId, now }: ChallengeFor,
  challenge: string,
): Promise<PasskeyRefusal | undefined> {
  // The text is the client's: PostgreSQL fails when it is to look for a NUL.
  if (!form.test(challenge)) return 'challenge';
  const row = await tx
    .deleteFrom('passkey_challenges')
    .where('subject', '=', subject)
    .where('purpose', '=', purpose)
    .where('challenge', '=', challenge)
    .returning(['account_id', 'expires_at'])
    .executeTakeFirst();
  if (row?.account_id !== accountId) return 'challenge';
  return row.expires_at <= now ? 'expired' : undefined;
}

export async function deleteExpiredPasskeyChallenges(db: Db, now: number): Promise<void> {
  const late = db
    .selectFrom('passkey_challenges')
    .select(['subject', 'purpose'])
    .where('expires_at', '<=', now);
  await inPieces((most) =>
    db
      .deleteFrom('passkey_challenges')
      .where(({ eb, refTuple }) =>
        eb(
          refTuple('subject', 'purpose'),
          'in',
          holdFreeRows(db, late.limit(most)).$asTuple('subject', 'purpose'),
        ),
      )
      .executeTakeFirst(),
  );
}
