import type { ExplainedAnswer, RefusedAnswer } from '../factor.ts';
import type { UseCaseServices } from '../services.ts';
import { codesInASet } from './code.ts';
import { findCodes } from './store.ts';

/** What an operator is told of a code that was refused: which set works, how many are left, and when it was used. */
export async function explainRecoveryCode(
  { db }: Pick<UseCaseServices, 'db'>,
  { account, reason, since }: RefusedAnswer,
): Promise<ExplainedAnswer | undefined> {
  const codes = await findCodes(db, account.id);
  if (!codes) return undefined;
  const { madeAt, left } = codes;
  if (left === 0) {
    return {
      because: (words) => words['recovery-code'].explained.allUsed(codesInASet),
      advice: [(words) => words['recovery-code'].explained.getNew],
    };
  }
  return {
    because: becauseOf(reason, since),
    advice: [(words) => words['recovery-code'].explained.current(madeAt, left, codesInASet)],
  };
}

function becauseOf(reason: string, since: number | undefined): ExplainedAnswer['because'] {
  if (since !== undefined) return (words) => words['recovery-code'].explained.usedBefore(since);
  return reason === 'malformed' ? (words) => words['recovery-code'].explained.notWhole : undefined;
}
