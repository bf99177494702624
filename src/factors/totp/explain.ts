import { lastAcceptedAnswer } from '../../people/trails/index.ts';
import type { ExplainedAnswer, RefusedAnswer } from '../factor.ts';
import type { UseCaseServices } from '../services.ts';
import { findTotp } from './store.ts';

/** What an operator is told of a code that was refused: which entry of the app works, or when a code was used. */
export async function explainCode(
  { db, config }: Pick<UseCaseServices, 'db' | 'config'>,
  { account, reason, at }: RefusedAnswer,
): Promise<ExplainedAnswer | undefined> {
  const stored = await findTotp(db, account.id);
  if (stored === undefined || stored.confirmed_at === null) return undefined;
  const addedAt = stored.confirmed_at;
  if (reason === 'already-used') {
    const accepted = await lastAcceptedAnswer(db, { accountId: account.id, factor: 'totp', before: at });
    return { advice: [({ totp }) => totp.explained.usedBefore(Math.max(accepted ?? 0, addedAt))] };
  }
  if (reason === 'malformed') return { because: ({ totp }) => totp.explained.notDigits, advice: [] };
  if (reason !== 'wrong') return undefined;
  const entry = `${config.siteName} (${account.username})`;
  return {
    advice: [({ totp }) => totp.explained.newest(entry, addedAt), ({ totp }) => totp.explained.noSuchEntry],
  };
}
