import type { Tx } from '../../kit/db/index.ts';
import { codeKeys } from './counters.ts';
import { clearLimit, clearLimitsBut } from './store.ts';

/**
 * Forgets the guesses at a password that is no more. Wrong codes stay counted: a new password doesn't prove a second
 * factor, and whoever could begin their count anew by it would guess at codes without end (NIST SP 800-63B-4 §3.2.2).
 */
export function forgetPasswordGuesses(tx: Tx, accountId: string): Promise<void> {
  return clearLimitsBut(tx, accountId, codeKeys(accountId));
}

/**
 * The same after a recovery by email alone. It ends all sessions and makes strangers of all browsers, so nobody is left
 * who could guess as somebody known: that count begins anew. Whoever reads the email is a stranger, and theirs stays.
 */
export function forgetGuessesBeforeRecovery(tx: Tx, accountId: string): Promise<void> {
  const [strangers] = codeKeys(accountId);
  return clearLimitsBut(tx, accountId, [strangers]);
}

/** Begins a new count of wrong codes for one side of an account. */
export function beginNewCodeCount(tx: Tx, accountId: string, side: 'strangers' | 'known'): Promise<void> {
  const [strangers, known] = codeKeys(accountId);
  return clearLimit(tx, side === 'known' ? known : strangers);
}

/** The same for both: after a passkey or a recovery code, or when the app they were guessed at is gone. */
export async function beginNewCodeCounts(tx: Tx, accountId: string): Promise<void> {
  for (const key of codeKeys(accountId)) await clearLimit(tx, key);
}
