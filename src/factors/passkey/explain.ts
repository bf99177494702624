import type { ExplainedAnswer, RefusedAnswer } from '../factor.ts';
import type { UseCaseServices } from '../services.ts';
import { namesOfRemoved } from './removed.ts';
import { listPasskeys } from './store.ts';

/** Refusals after which it helps to know which passkeys the account has. */
const ofAnother: readonly string[] = ['removed', 'unknown-passkey', 'not-allowed', 'other-account'];

/** What an operator is told of a passkey that was refused: when it was removed, and which ones there are. */
export async function explainPasskey(
  { db }: Pick<UseCaseServices, 'db'>,
  { account, reason, since }: RefusedAnswer,
): Promise<ExplainedAnswer | undefined> {
  if (!ofAnother.includes(reason)) return undefined;
  const names = (await listPasskeys(db, account.id)).map(({ name }) => name);
  const removed = since === undefined ? [] : await namesOfRemoved(db, account.id, since);
  const isKnown = since !== undefined && removed.length > 0;
  return {
    because: isKnown ? ({ passkey }) => passkey.explained.removed(removed, since) : undefined,
    advice: [
      ({ passkey }) => passkey.whenRefused[reason as 'removed']?.[0] ?? passkey.whenIncorrect,
      ({ passkey }) => passkey.explained.has(names),
    ],
  };
}
