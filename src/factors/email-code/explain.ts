import { findVerifiedAddress } from '../../people/emails/index.ts';
import type { ExplainedAnswer, RefusedAnswer } from '../factor.ts';
import type { UseCaseServices } from '../services.ts';
import { codeLifetime } from './code.ts';
import { listCodesOf } from './store.ts';

/** What an operator is told of a code that was refused: when the newest was sent, or why none was. */
export async function explainEmailCode(
  { db }: Pick<UseCaseServices, 'db'>,
  { account, reason }: RefusedAnswer,
): Promise<ExplainedAnswer | undefined> {
  if ((await findVerifiedAddress(db, account.id)) === undefined) {
    return { advice: [(words) => words['email-code'].explained.noAddress] };
  }
  const [newest] = await listCodesOf(db, account.id);
  if (!newest) return undefined;
  const sentAt = newest.expires_at - codeLifetime;
  return {
    advice: [
      (words) =>
        words['email-code'].whenRefused[reason as 'replaced']?.[0] ?? words['email-code'].whenIncorrect,
      (words) => words['email-code'].explained.newest(sentAt),
    ],
  };
}
